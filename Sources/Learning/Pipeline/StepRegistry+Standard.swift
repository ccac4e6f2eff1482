extension StepRegistry {
    /// Every estimator that comes with Trellis.
    public static let standard = StepRegistry([
        StandardScaler.self,
        PCA.self,
        SVC.self,
        Passthrough.self,
    ])
}
