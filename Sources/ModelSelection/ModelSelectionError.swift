/// What can be wrong with a way to split rows, or with the rows it is to split.
public enum ModelSelectionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A number that a splitter is given, such as `n_splits`, is below what makes sense.
    case tooSmall(splitter: String, name: String, found: Int, minimum: Int)

    /// There are fewer rows than folds.
    case moreFoldsThanRows(folds: Int, rows: Int)

    /// No class has as many rows as there are folds.
    case moreFoldsThanMembers(folds: Int, largestClass: Int)

    /// There are fewer groups than folds.
    case moreFoldsThanGroups(folds: Int, groups: Int)

    /// Rows are to be split by groups, but it is not known which group each is of.
    case missingGroups(splitter: String)

    /// The groups and the rows differ in number.
    case groupCount(groups: Int, rows: Int)

    /// A part's size is no share between 0 and 1, or no count between 0 and the number of rows.
    case invalidSize(name: String, found: String, rows: Int)

    /// The training and the test rows together are more than there are.
    case sizesExceedRows(train: String, test: String, rows: Int)

    /// A split would leave nothing to learn from.
    case emptyTrainingSet(splitter: String, rows: Int)

    /// A part has fewer rows than there are classes, each of which should occur in it.
    case fewerRowsThanClasses(part: String, rows: Int, classes: Int)

    /// Classes have one row alone, which cannot be both learned from and tested on.
    case singleMember(classes: [String])

    /// Rows are to be split by class, but the target is of numbers.
    case notStratifiable(splitter: String)

    /// A stratified split into a training set and a test set cannot keep the order of the rows.
    case stratifiedWithoutShuffle

    /// The test sets in a row leave nothing before them to learn from.
    case tooManyTestRows(splits: Int, testSize: Int, gap: Int, rows: Int)

    /// Predefined folds and the rows differ in number.
    case predefinedCount(folds: Int, rows: Int)

    /// A predefined fold is negative and not −1.
    case invalidFold(row: Int, found: Int)

    /// No row is in a predefined test set.
    case noTestRows

    /// A splitter gave no splits.
    case noSplits(splitter: String)

    /// A splitter gave a split that cannot be used. Splits are counted from 0.
    case invalidSplit(splitter: String, split: Int, defect: SplitDefect)

    /// A cross-validation's text is not of a known form.
    case invalidCrossValidation(text: String, reason: String, forms: [String])

    /// The message for people.
    public var description: String {
        switch self {
        case .tooSmall(let splitter, let name, let found, let minimum):
            "\(splitter): \(name) must be at least \(minimum), but is \(found)"
        case .moreFoldsThanRows(let folds, let rows):
            "\(rows) \(rows == 1 ? "row" : "rows") cannot be split into \(folds) folds"
        case .moreFoldsThanMembers(let folds, let largestClass):
            "\(folds) stratified folds need a class of at least \(folds) rows, but the largest has \(largestClass)"
        case .moreFoldsThanGroups(let folds, let groups):
            "\(groups) \(groups == 1 ? "group" : "groups") cannot be split into \(folds) folds"
        case .missingGroups(let splitter): "\(splitter) needs the group of each row, but there are no groups"
        case .groupCount(let groups, let rows): "\(groups) groups are given for \(rows) rows"
        case .invalidSize(let name, let found, let rows):
            "\(name) must be a share between 0 and 1 or a number of rows below \(rows), but is \(found)"
        case .sizesExceedRows(let train, let test, let rows):
            "a train_size of \(train) and a test_size of \(test) take more than the \(rows) rows there are"
        case .emptyTrainingSet(let splitter, let rows):
            "\(splitter) of \(rows) \(rows == 1 ? "row leaves" : "rows leave") none to learn from"
        case .fewerRowsThanClasses(let part, let rows, let classes):
            "the \(part) set of a stratified split would have \(rows) rows, fewer than the \(classes) classes"
        case .singleMember(let classes):
            "a stratified split needs two rows of each class, but there is one of "
                + classes.map { "'\($0)'" }.joined(separator: ", ")
        case .notStratifiable(let splitter):
            "\(splitter) needs a target of classes, but this one is of numbers; take kfold"
        case .stratifiedWithoutShuffle: "a stratified split shuffles the rows; pass shuffle: true"
        case .tooManyTestRows(let splits, let testSize, let gap, let rows):
            "\(splits) test sets of \(testSize) rows and a gap of \(gap) leave none of \(rows) rows to learn from"
        case .predefinedCount(let folds, let rows): "\(folds) folds are given for \(rows) rows"
        case .invalidFold(let row, let found):
            "the fold of row \(row) (counted from 0) must be at least 0, or -1 for none, but is \(found)"
        case .noTestRows: "no row is in a test set: every fold is -1"
        case .noSplits(let splitter): "\(splitter) gave no splits"
        case .invalidSplit(let splitter, let split, let defect):
            "\(splitter), split \(split) (counted from 0): \(defect)"
        case .invalidCrossValidation(let text, let reason, let forms):
            "'\(text)' is no cross-validation: \(reason); the forms are \(forms.joined(separator: ", "))"
        }
    }
}
