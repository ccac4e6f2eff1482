/// Jobs, what they take, and what crosses between them: all that a simulation knows of a graph.
///
/// Jobs are added before those that read their results.
public struct Workload: Sendable {
    /// The jobs, inputs first.
    public private(set) var jobs: [Job] = []

    /// By result: the job that gives it, and how many bytes it has.
    private(set) var results: [(producer: Int, bytes: Int)] = []

    /// No jobs yet.
    public init() {}

    /// Adds a job, and gives its results: one for each of the sizes, in bytes.
    ///
    /// Results that nobody reads cost nothing, and need no size.
    ///
    /// - Precondition: what the job reads is of this workload.
    @discardableResult
    public mutating func add(_ job: Job, resultBytes: [Int] = []) -> [ResultID] {
        precondition(
            job.inputs.allSatisfy { $0.index < results.count }, "a job reads what is of another workload")
        let first = results.count
        for bytes in resultBytes {
            precondition(bytes >= 0, "a result has no less than no bytes, not \(bytes)")
            results.append((jobs.count, bytes))
        }
        jobs.append(job)
        return (first..<results.count).map { ResultID(index: $0) }
    }

    /// How long one core works on all jobs, in seconds.
    public var seconds: Double { jobs.reduce(0) { $0 + $1.seconds } }

    /// How long the jobs of the longest chain take, in seconds: no number of workers is faster.
    public var criticalPath: Double {
        var ends: [Double] = []
        ends.reserveCapacity(jobs.count)
        for job in jobs {
            let start = job.inputs.lazy.map { ends[results[$0.index].producer] }.max() ?? 0
            ends.append(start + job.seconds)
        }
        return ends.max() ?? 0
    }
}
