import Learning

extension CrossValidation {
    /// The forms that the text of a cross-validation may have.
    public static let forms = [
        "K", "kfold:K", "stratified:K", "group:K:COLUMN", "time:K", "shuffle:N:TEST_SIZE",
        "stratified-shuffle:N:TEST_SIZE", "repeated:K:TIMES", "loo",
    ]

    /// Reads a cross-validation as the command line writes it, in one of the ``forms``.
    ///
    /// For classification, `K` and `repeated` are of stratified folds; `kfold` never is. `TEST_SIZE` is a share or
    /// a number of rows, a tenth if it is left out.
    ///
    /// - Parameters:
    ///   - text: such as `5`, `shuffle:10:0.2`, `group:5:patient`.
    ///   - problem: what is learned.
    ///   - shuffle: whether the folds of `K`, `kfold`, `stratified` and `group` are shuffled. The random splits and
    ///     `repeated` always are; `time` and `loo` cannot be.
    ///   - seed: what all shuffling follows from.
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
            // The name of a column may hold colons.
            let column = words.arguments.dropFirst().joined(separator: ":")
            guard !column.isEmpty else { throw words.invalid("the column of the groups is missing") }
            let folds = try words.count(0, "K", atLeast: 2, of: words.arguments.count)
            self.init(GroupKFold(folds, shuffle: shuffle, seed: seed), groupColumn: column)
        case "time":
            if shuffle { throw words.invalid("rows in the order of time cannot be shuffled") }
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
            if shuffle { throw words.invalid("there is nothing to shuffle") }
            guard words.arguments.isEmpty else { throw words.invalid("'loo' stands alone") }
            self.init(LeaveOneOut())
        case "": throw words.invalid("it does not say how")
        case let name?: throw words.invalid("there is no form '\(name)'")
        }
        if !classification, let name = words.name, name.hasPrefix("stratified") {
            throw ModelSelectionError.notStratifiable(splitter: name)
        }
    }
}

/// What stands between the colons of a cross-validation's text.
private struct Words {
    /// The text as it was given.
    let text: String

    /// The first word; nil if it is a number, which needs no name.
    let name: String?

    /// The words after the name.
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

    /// The argument at a position, a whole number, of no more than `most` arguments.
    func count(_ position: Int, _ placeholder: String, atLeast minimum: Int, of most: Int) throws -> Int {
        guard arguments.count <= most else { throw invalid("'\(arguments[most])' is one too many") }
        guard position < arguments.count else { throw invalid("\(placeholder) is missing") }
        guard let count = Int(arguments[position]), count >= minimum else {
            throw invalid(
                "\(placeholder) must be a whole number of at least \(minimum), but is '\(arguments[position])'"
            )
        }
        return count
    }

    /// The argument at a position, a share or a number of rows; nil if it is left out.
    func size(_ position: Int) throws -> SplitSize? {
        guard position < arguments.count else { return nil }
        if let rows = Int(arguments[position]), rows > 0 { return .rows(rows) }
        if let share = Double(arguments[position]), share > 0, share < 1 { return .share(share) }
        throw invalid(
            "TEST_SIZE must be a share between 0 and 1 or a number of rows, but is '\(arguments[position])'")
    }

    func invalid(_ reason: String) -> ModelSelectionError {
        .invalidCrossValidation(text: text, reason: reason, forms: CrossValidation.forms)
    }
}
