import Learning

extension Dataset {
    /// Splits the rows once into a training set and a test set, as scikit-learn's `train_test_split` does.
    ///
    /// ```swift
    /// let (train, test) = try data.trainTestSplit(testSize: 0.2, stratified: true)
    /// let results = try await search.fit(train, on: ThreadedScheduler())
    /// let score = try results.model.score(test.features, against: test.target, by: .accuracy)
    /// ```
    ///
    /// The sizes and the shares of classes are scikit-learn's; `SeededGenerator` selects the rows.
    ///
    /// - Parameters:
    ///   - testSize: The share or the number of rows of the test set; a quarter by default.
    ///   - stratified: Whether every class has its share of rows in both sets.
    ///   - shuffle: Whether rows are drawn at random. Otherwise, the last rows are the test set.
    ///   - seed: The random seed.
    /// - Returns: The training set and the test set. Rows are in the order of the dataset.
    /// - Throws: ``ModelSelectionError`` if a set would be empty, or if the classes cannot be divided; a stratified split
    ///   without shuffling is ``ModelSelectionError/stratifiedWithoutShuffle``.
    /// - Complexity: O(rows × columns).
    public func trainTestSplit(
        testSize: SplitSize = 0.25, stratified: Bool = false, shuffle: Bool = true, seed: UInt64 = 0
    ) throws -> (train: Dataset, test: Dataset) {
        let split = try split(testSize, stratified: stratified, shuffle: shuffle, seed: seed)
        return (rows(at: split.train), rows(at: split.test))
    }

    private func split(_ testSize: SplitSize, stratified: Bool, shuffle: Bool, seed: UInt64) throws -> Split {
        guard shuffle else {
            if stratified { throw ModelSelectionError.stratifiedWithoutShuffle }
            let counts = try SplitSize.counts(of: rowCount, train: nil, test: testSize, in: "train-test")
            return Split(train: Array(0..<counts.train), test: Array(counts.train..<rowCount))
        }
        return stratified
            ? try StratifiedShuffleSplit(1, testSize: testSize, seed: seed).splits(of: target)[0]
            : try ShuffleSplit(1, testSize: testSize, seed: seed).splits(of: target)[0]
    }
}
