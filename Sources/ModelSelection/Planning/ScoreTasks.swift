import TaskGraph

/// The tasks of a plan that compute the candidates' scores.
///
/// Candidates whose models are fitted by one task are scored together: one task for each split and scorer returns the
/// scores of all of them. These tasks form a *row*, in which each candidate has an *entry*. The number of tasks is
/// therefore proportional to the distinct work, plus a few bytes per candidate.
struct ScoreTasks: Sendable {
    /// The number of splits.
    let splitCount: Int

    /// The number of scorers.
    let scorerCount: Int

    /// Whether training rows are scored as well.
    let hasTrain: Bool

    /// The tasks that score test rows: row by row, in each by split and scorer.
    private(set) var test: [TaskID] = []

    /// The tasks that score training rows, in the same order.
    private(set) var train: [TaskID] = []

    /// The tasks that predict the test rows: row by row, in each by split.
    ///
    /// Empty unless they are outputs themselves.
    private(set) var predictions: [TaskID] = []

    /// The row and entry of each candidate.
    private var places: [Place] = []

    private struct Place {
        let row: Int32
        /// -1 if the row belongs to a single candidate, so that its tasks return a score instead of a batch.
        let entry: Int32
    }

    /// Creates an empty table for the given numbers of splits and scorers.
    init(splitCount: Int, scorerCount: Int, hasTrain: Bool) {
        self.splitCount = splitCount
        self.scorerCount = scorerCount
        self.hasTrain = hasTrain
    }

    /// The tasks that score several candidates.
    var batches: Set<TaskID> {
        var batches: Set<TaskID> = []
        var rows: Set<Int32> = []
        for (candidate, place) in places.enumerated()
        where place.entry >= 0 && rows.insert(place.row).inserted {
            batches.formUnion(row(of: candidate, in: test))
            if hasTrain { batches.formUnion(row(of: candidate, in: train)) }
        }
        return batches
    }

    /// Returns a candidate's index among those scored with it; nil if it is scored alone.
    func entry(of candidate: Int) -> Int? {
        let entry = Int(places[candidate].entry)
        return entry < 0 ? nil : entry
    }

    /// All tasks.
    var all: [TaskID] { test + train }

    /// The number of rows started.
    var rowCount: Int { test.count / (splitCount * scorerCount) }

    /// The number of candidates added.
    var candidateCount: Int { places.count }

    /// Appends a task to the current row: for the next scorer, or for the first of the next split.
    mutating func append(_ task: TaskID) { test.append(task) }

    /// Appends a task that scores training rows.
    mutating func append(train task: TaskID) { train.append(task) }

    /// Appends the task that predicts the test rows of the next split of the current row.
    mutating func append(prediction task: TaskID) { predictions.append(task) }

    /// Adds the next candidate.
    ///
    /// - Parameter entry: The candidate's index in the batches of the row; nil if the row belongs to it alone.
    mutating func addCandidate(row: Int, entry: Int?) {
        places.append(Place(row: Int32(row), entry: Int32(entry ?? -1)))
    }

    /// The candidates that one task scores on each split, in the order of the first of each.
    var teams: [[Int]] {
        var numbers: [TaskID: Int] = [:]
        var teams: [[Int]] = []
        for candidate in places.indices {
            guard let first = row(of: candidate, in: test).first else { continue }
            if let number = numbers[first] {
                teams[number].append(candidate)
            } else {
                numbers[first] = teams.count
                teams.append([candidate])
            }
        }
        return teams
    }

    /// Returns the tasks with a candidate's scores: by split, and in each by scorer.
    func row(of candidate: Int, in tasks: [TaskID]) -> ArraySlice<TaskID> {
        let width = splitCount * scorerCount
        let first = Int(places[candidate].row) * width
        return tasks[first..<first + width]
    }

    /// Returns the tasks that predict a candidate's test rows, by split.
    func predictions(of candidate: Int) -> ArraySlice<TaskID> {
        let first = Int(places[candidate].row) * splitCount
        return predictions[first..<first + splitCount]
    }

    /// Returns a candidate's predictions from a task's result; nil if the result has another type.
    func predictions(of candidate: Int, in value: any Sendable) -> Result<Predict.Output, SharedFailure>? {
        let entry = Int(places[candidate].entry)
        if entry < 0 { return (value as? Predict.Output).map { .success($0) } }
        guard let batch = value as? Batch<Predict.Output>, batch.entries.indices.contains(entry) else {
            return nil
        }
        return batch.entries[entry]
    }

    /// Calls `body` for each score, with the candidate, the split, the scorer, whether it is of training rows, and the
    /// task.
    func forEachScore(_ body: (Int, Int, Int, Bool, TaskID) -> Void) {
        for candidate in places.indices {
            for (tasks, isTrain) in hasTrain ? [(test, false), (train, true)] : [(test, false)] {
                let row = row(of: candidate, in: tasks)
                for (index, task) in row.enumerated() {
                    body(candidate, index / scorerCount, index % scorerCount, isTrain, task)
                }
            }
        }
    }

    /// Returns a candidate's score from a task's result; nil if the result has another type.
    func score(of candidate: Int, in value: any Sendable) -> Result<Score.Output, SharedFailure>? {
        let entry = Int(places[candidate].entry)
        if entry < 0 { return (value as? Score.Output).map { .success($0) } }
        guard let scores = value as? Batch<Score.Output>, scores.entries.indices.contains(entry) else {
            return nil
        }
        return scores.entries[entry]
    }
}
