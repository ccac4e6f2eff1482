import Learning

extension CrossValidation {
    /// The text forms of a cross-validation.
    public static let forms = [
        "K", "kfold:K", "stratified:K", "group:K:COLUMN", "time:K", "shuffle:N:TEST_SIZE",
        "stratified-shuffle:N:TEST_SIZE", "repeated:K:TIMES", "loo", "logo:COLUMN",
    ]

    /// Parses a cross-validation in the command line's syntax, in one of the ``forms``.
    ///
    /// For classification, `K` and `repeated` are stratified; `kfold` never is. `TEST_SIZE` is a fraction or a number
    /// of rows, and defaults to a tenth.
    ///
    /// - Parameters:
    ///   - text: The text, such as `5`, `shuffle:10:0.2`, `group:5:patient`.
    ///   - problem: Classification or regression.
    ///   - shuffle: Whether to shuffle the folds of `K`, `kfold`, `stratified` and `group`. The random splits and
    ///     `repeated` are always shuffled; `time`, `loo` and `logo` cannot be.
    ///   - seed: The random seed.
    /// - Throws: ``ModelSelectionError/invalidCrossValidation(text:reason:forms:)``, or
    ///   ``ModelSelectionError/notStratifiable(splitter:)`` for stratification in regression.
    public init(
        text: String, problem: Problem, shuffle: Bool = false, seed: UInt64 = 0
    ) throws {
        let words = Words(text)
        let classification = problem == .classification
        switch words.name {
        case nil:
            let folds = try words.count(0, "K", atLeast: 2, of: 1)
            self.init(
                classification
                    ? StratifiedKFold(folds, shuffle: shuffle, seed: seed)
                    : KFold(folds, shuffle: shuffle, seed: seed))
        case "kfold":
            self.init(KFold(try words.count(0, "K", atLeast: 2, of: 1), shuffle: shuffle, seed: seed))
        case "stratified":
            let folds = try words.count(0, "K", atLeast: 2, of: 1)
            self.init(StratifiedKFold(folds, shuffle: shuffle, seed: seed))
        case "group":
            // A column name may contain colons.
            let column = words.arguments.dropFirst().joined(separator: ":")
            guard !column.isEmpty else { throw words.invalid("the group column is missing") }
            let folds = try words.count(0, "K", atLeast: 2, of: words.arguments.count)
            self.init(GroupKFold(folds, shuffle: shuffle, seed: seed), groupColumn: column)
        case "time":
            if shuffle { throw words.invalid("time series splits cannot be shuffled") }
            self.init(TimeSeriesSplit(try words.count(0, "K", atLeast: 2, of: 1)))
        case "shuffle":
            let (splits, size) = (try words.count(0, "N", atLeast: 1, of: 2), try words.size(1))
            self.init(ShuffleSplit(splits, testSize: size, seed: seed))
        case "stratified-shuffle":
            let (splits, size) = (try words.count(0, "N", atLeast: 1, of: 2), try words.size(1))
            self.init(StratifiedShuffleSplit(splits, testSize: size, seed: seed))
        case "repeated":
            let folds = try words.count(0, "K", atLeast: 2, of: 2)
            let times = try words.count(1, "TIMES", atLeast: 1, of: 2)
            self.init(
                classification
                    ? RepeatedStratifiedKFold(folds, repeats: times, seed: seed)
                    : RepeatedKFold(folds, repeats: times, seed: seed))
        case "loo":
            if shuffle { throw words.invalid("leave-one-out cannot be shuffled") }
            guard words.arguments.isEmpty else { throw words.invalid("'loo' takes no arguments") }
            self.init(LeaveOneOut())
        case "logo":
            if shuffle { throw words.invalid("leave-one-group-out cannot be shuffled") }
            let column = words.arguments.joined(separator: ":")
            guard !column.isEmpty else { throw words.invalid("the group column is missing") }
            self.init(LeaveOneGroupOut(), groupColumn: column)
        case "": throw words.invalid("it is empty")
        case let name?: throw words.invalid("unknown form '\(name)'")
        }
        if !classification, let name = words.name, name.hasPrefix("stratified") {
            throw ModelSelectionError.notStratifiable(splitter: name)
        }
    }
}

/// The parts of a cross-validation's text between colons.
private struct Words {
    /// The whole text.
    let text: String

    /// The first part; nil if it is a number, which needs no name.
    let name: String?

    /// The parts after the name.
    let arguments: [String]

    init(_ text: String) {
        self.text = text
        let words = text.unicodeScalars.split(separator: ":", omittingEmptySubsequences: false)
            .map { String($0) }
        if Int(words[0]) != nil {
            (name, arguments) = (nil, words)
        } else {
            (name, arguments) = (words[0], Array(words.dropFirst()))
        }
    }

    /// Returns the integer argument at a position, of no more than `most` arguments.
    func count(_ position: Int, _ placeholder: String, atLeast minimum: Int, of most: Int) throws -> Int {
        guard arguments.count <= most else { throw invalid("unexpected argument '\(arguments[most])'") }
        guard position < arguments.count else { throw invalid("\(placeholder) is missing") }
        guard let count = Int(arguments[position]), count >= minimum else {
            throw invalid(
                "\(placeholder) must be a whole number of at least \(minimum), but is '\(arguments[position])'"
            )
        }
        return count
    }

    /// Returns the argument at a position, a fraction or a number of rows; nil if it is missing.
    func size(_ position: Int) throws -> SplitSize? {
        guard position < arguments.count else { return nil }
        if let rows = Int(arguments[position]), rows > 0 { return .rows(rows) }
        if let share = Double(arguments[position]), share > 0, share < 1 { return .share(share) }
        throw invalid(
            "TEST_SIZE must be a fraction between 0 and 1 or a number of rows, but is '\(arguments[position])'"
        )
    }

    func invalid(_ reason: String) -> ModelSelectionError {
        .invalidCrossValidation(text: text, reason: reason, forms: CrossValidation.forms)
    }
}
