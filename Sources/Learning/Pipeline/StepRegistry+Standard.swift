extension StepRegistry {
    /// Every estimator that comes with Trellis.
    public static let standard = StepRegistry([
        StandardScaler.self,
        MinMaxScaler.self,
        PCA.self,
        Passthrough.self,
        LogisticRegression.self,
        SVC.self,
        Ridge.self,
    ])
}
