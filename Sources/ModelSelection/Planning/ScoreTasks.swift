import TaskGraph

/// Which tasks of a plan give the candidates' scores.
///
/// Candidates whose models one task fits are scored together: for each split and scorer one task gives the scores of all
/// of them. They are a *row* of tasks, in which each candidate has its *entry*. So there are as many tasks as distinct
/// work needs, and a few bytes a candidate.
struct ScoreTasks: Sendable {
    /// How many splits there are.
    let splitCount: Int

    /// How many scorers.
    let scorerCount: Int

    /// Whether training rows are scored, too.
    let hasTrain: Bool

    /// The tasks that score test rows, row by row, and in each by split and scorer.
    private(set) var test: [TaskID] = []

    /// Likewise of the training rows.
    private(set) var train: [TaskID] = []

    /// Each candidate's place.
    private var places: [Place] = []

    private struct Place {
        let row: Int32
        /// -1 if the row is the candidate's alone, whose tasks give a score and no batch.
        let entry: Int32
    }

    /// Room for a search of so many splits and scorers.
    init(splitCount: Int, scorerCount: Int, hasTrain: Bool) {
        self.splitCount = splitCount
        self.scorerCount = scorerCount
        self.hasTrain = hasTrain
    }

    /// Those of the tasks that score several candidates.
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

    /// A candidate's place among those that are scored with it; nil if it is scored alone.
    func entry(of candidate: Int) -> Int? {
        let entry = Int(places[candidate].entry)
        return entry < 0 ? nil : entry
    }

    /// All of the tasks.
    var all: [TaskID] { test + train }

    /// How many rows were begun.
    var rowCount: Int { test.count / (splitCount * scorerCount) }

    /// How many candidates have a place.
    var candidateCount: Int { places.count }

    /// Adds a task of the row that is being made: of the next scorer, or of the first of the next split.
    mutating func append(_ task: TaskID) { test.append(task) }

    /// Likewise a task that scores training rows.
    mutating func append(train task: TaskID) { train.append(task) }

    /// Gives the next candidate its place.
    ///
    /// - Parameter entry: its place in the batch that a task of the row gives; nil if the row is the candidate's alone.
    mutating func addCandidate(row: Int, entry: Int?) {
        places.append(Place(row: Int32(row), entry: Int32(entry ?? -1)))
    }

    /// The tasks among some that give a candidate's scores: by split, and in each by scorer.
    func row(of candidate: Int, in tasks: [TaskID]) -> ArraySlice<TaskID> {
        let width = splitCount * scorerCount
        let first = Int(places[candidate].row) * width
        return tasks[first..<first + width]
    }

    /// A candidate's score out of what a task of its row gave; nil if the task gave nothing of the kind.
    func score(of candidate: Int, in value: any Sendable) -> Result<Score.Output, SharedFailure>? {
        let entry = Int(places[candidate].entry)
        if entry < 0 { return (value as? Score.Output).map { .success($0) } }
        guard let marks = value as? Batch<Score.Output>, marks.entries.indices.contains(entry) else {
            return nil
        }
        return marks.entries[entry]
    }
}
