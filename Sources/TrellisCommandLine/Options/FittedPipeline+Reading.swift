import Trellis

extension FittedPipeline {
    /// The options for reading a table for the model, whose categories keep the spelling of numbers.
    ///
    /// - Throws: ``CommandError``, `TextError`.
    func reading(_ flags: ReadingFlags) throws -> ReadingOptions {
        var options = try ReadingOptions(flags)
        let categories = zip(featureNames, featureKinds).filter { $1 == .category }
        options.expectedTypes = Dictionary(categories.map { ($0, $1) }) { first, _ in first }
        return options
    }
}
