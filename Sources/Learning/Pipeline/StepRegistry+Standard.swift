extension StepRegistry {
    /// The registry of Trellis's own estimators.
    public static let standard = StepRegistry([
        SimpleImputer.self,
        OneHotEncoder.self,
        OrdinalEncoder.self,
        TargetEncoder.self,
        DatetimeEncoder.self,
        StandardScaler.self,
        MinMaxScaler.self,
        RobustScaler.self,
        QuantileTransformer.self,
        PowerTransformer.self,
        KBinsDiscretizer.self,
        PolynomialFeatures.self,
        VarianceThreshold.self,
        SelectKBest.self,
        PCA.self,
        Passthrough.self,
        LogisticRegression.self,
        SVC.self,
        Ridge.self,
    ])
}
