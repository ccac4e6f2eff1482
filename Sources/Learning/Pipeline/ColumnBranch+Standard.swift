extension ColumnBranch {
    /// Branches that turn any table into numbers.
    ///
    /// Missing numbers are filled with the median of their column. Categories become columns of 0 and 1; those of columns
    /// with more than ``ColumnSelection/highestCardinality`` categories become the mean of the target. Dates become the
    /// numbers of their parts.
    public static let standard: [ColumnBranch] = [
        .numeric(SimpleImputer(strategy: .median)),
        .categorical(OneHotEncoder(handleUnknown: .ignore)),
        .highCardinality(TargetEncoder()),
        .dates(DatetimeEncoder(), SimpleImputer(strategy: .median)),
    ]
}

extension Pipeline {
    /// Whether the branches of columns are ``ColumnBranch/standard``.
    var hasStandardColumns: Bool {
        guard let columns else { return false }
        let standard = Pipeline(columns: ColumnBranch.standard, named: columns.name, steps: [])
        let own = steps.filter { $0.branch != nil }
        return columns == standard.columns && own.count == standard.steps.count
            && zip(own, standard.steps).allSatisfy { one, other in
                one.name == other.name && type(of: one.estimator) == type(of: other.estimator)
                    && one.estimator.parameterValues.map(\.value)
                        == other.estimator.parameterValues.map(\.value)
            }
    }

    /// Returns the pipeline with the standard branches of columns before its steps, for a table that needs them.
    ///
    /// - Returns: The pipeline itself if it has branches, or if its steps accept the features.
    public func preparedForColumns(of data: Dataset) -> Pipeline {
        guard columns == nil, refusal(of: data.features.profile, layout: nil) != nil else { return self }
        return Pipeline(columns: ColumnBranch.standard, steps: steps.map { ($0.name, $0.estimator) })
    }
}
