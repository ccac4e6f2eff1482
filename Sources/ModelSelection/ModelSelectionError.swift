/// An error in a splitter, or in the rows to split.
public enum ModelSelectionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A number of a splitter, such as `n_splits`, is below its minimum.
    case tooSmall(splitter: String, name: String, found: Int, minimum: Int)

    /// There are fewer rows than folds.
    case moreFoldsThanRows(folds: Int, rows: Int)

    /// No class has as many rows as there are folds.
    case moreFoldsThanMembers(folds: Int, largestClass: Int)

    /// There are fewer groups than folds.
    case moreFoldsThanGroups(folds: Int, groups: Int)

    /// A splitter needs groups, but the rows have none.
    case missingGroups(splitter: String)

    /// The numbers of groups and rows differ.
    case groupCount(groups: Int, rows: Int)

    /// A size is not a fraction between 0 and 1, or a number between 0 and the number of rows.
    case invalidSize(name: String, found: String, rows: Int)

    /// The training and test sizes add up to more than the number of rows.
    case sizesExceedRows(train: String, test: String, rows: Int)

    /// A split would have an empty training set.
    case emptyTrainingSet(splitter: String, rows: Int)

    /// A part has fewer rows than there are classes, each of which must occur in it.
    case fewerRowsThanClasses(part: String, rows: Int, classes: Int)

    /// A class has a single row, which cannot be in both the training and the test set.
    case singleMember(classes: [String])

    /// Stratification was requested, but the target is numeric.
    case notStratifiable(splitter: String)

    /// A stratified split into a training set and a test set cannot keep the order of the rows.
    case stratifiedWithoutShuffle

    /// The test sets leave no rows for the first training set.
    case tooManyTestRows(splits: Int, testSize: Int, gap: Int, rows: Int)

    /// The numbers of predefined folds and rows differ.
    case predefinedCount(folds: Int, rows: Int)

    /// A predefined fold is negative and not −1.
    case invalidFold(row: Int, found: Int)

    /// No row is in a predefined test set.
    case noTestRows

    /// A splitter returned no splits.
    case noSplits(splitter: String)

    /// A splitter returned an invalid split. Splits count from 0.
    case invalidSplit(splitter: String, split: Int, defect: SplitDefect)

    /// A size of a learning curve is not a fraction up to 1, or a number of rows up to that of a training set.
    case invalidTrainingSize(found: String, rows: Int)

    /// The test sets are not a partition of the rows: a row, counted from 0, is in none or in several of them.
    case noPartition(splitter: String, row: Int, testSets: Int)

    /// The text of a cross-validation has an invalid form.
    case invalidCrossValidation(text: String, reason: String, forms: [String])

    /// A human-readable description of the error.
    public var description: String {
        switch self {
        case .tooSmall(let splitter, let name, let found, let minimum):
            "\(splitter): \(name) must be at least \(minimum), but is \(found)"
        case .moreFoldsThanRows(let folds, let rows):
            "\(rows) \(rows == 1 ? "row" : "rows") cannot be split into \(folds) folds"
        case .moreFoldsThanMembers(let folds, let largestClass):
            "\(folds) stratified folds require a class with at least \(folds) rows, but the largest has \(largestClass)"
        case .moreFoldsThanGroups(let folds, let groups):
            "\(groups) \(groups == 1 ? "group" : "groups") cannot be split into \(folds) folds"
        case .missingGroups(let splitter): "\(splitter) requires a group for each row"
        case .groupCount(let groups, let rows): "there are \(groups) groups, but \(rows) rows"
        case .invalidSize(let name, let found, let rows):
            "\(name) must be a fraction between 0 and 1 or a number of rows below \(rows), but is \(found)"
        case .sizesExceedRows(let train, let test, let rows):
            "train_size \(train) and test_size \(test) add up to more than \(rows) rows"
        case .emptyTrainingSet(let splitter, let rows):
            "\(splitter) of \(rows) \(rows == 1 ? "row" : "rows") leaves the training set empty"
        case .fewerRowsThanClasses(let part, let rows, let classes):
            "the \(part) set of a stratified split would have \(rows) rows, fewer than the \(classes) classes"
        case .singleMember(let classes):
            "a stratified split requires two rows of each class, but there is one of "
                + classes.map { "'\($0)'" }.joined(separator: ", ")
        case .notStratifiable(let splitter):
            "\(splitter) requires a target of classes, but the target has numbers; use kfold"
        case .stratifiedWithoutShuffle: "a stratified split shuffles the rows; pass shuffle: true"
        case .tooManyTestRows(let splits, let testSize, let gap, let rows):
            "\(splits) test sets of \(testSize) rows and a gap of \(gap) leave no training rows of \(rows)"
        case .predefinedCount(let folds, let rows): "there are \(folds) folds, but \(rows) rows"
        case .invalidFold(let row, let found):
            "the fold of row \(row) (counted from 0) must be at least 0, or -1 for none, but is \(found)"
        case .noTestRows: "no row is in a test set: every fold is -1"
        case .noSplits(let splitter): "\(splitter) returned no splits"
        case .invalidSplit(let splitter, let split, let defect):
            "\(splitter), split \(split) (counted from 0): \(defect)"
        case .invalidTrainingSize(let found, let rows):
            "train_sizes must be numbers of rows up to \(rows), or fractions up to 1, but there is \(found)"
        case .noPartition(let splitter, let row, let testSets):
            "out-of-fold predictions require each row in exactly one test set, but with \(splitter), row \(row) "
                + "(counted from 0) is in \(testSets == 0 ? "none" : "\(testSets)"); use folds, such as 5 or group:5:COLUMN"
        case .invalidCrossValidation(let text, let reason, let forms):
            "'\(text)' is not a valid cross-validation: \(reason); the forms are \(forms.joined(separator: ", "))"
        }
    }
}
