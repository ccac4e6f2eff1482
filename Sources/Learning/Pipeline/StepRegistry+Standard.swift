extension StepRegistry {
    /// Every estimator that comes with Trellis.
    public static let standard = StepRegistry([
        StandardScaler.self,
        PCA.self,
        LogisticRegression.self,
        SVC.self,
        Passthrough.self,
    ])
}
