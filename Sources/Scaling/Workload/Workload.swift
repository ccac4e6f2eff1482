/// The jobs of a simulation, with their durations and the results that they exchange.
///
/// A job must be added before the jobs that read its results.
package struct Workload: Sendable {
    /// The jobs in topological order.
    package private(set) var jobs: [Job] = []

    /// The job that computes each result, and the size of the result in bytes.
    private(set) var results: [(producer: Int, bytes: Int)] = []

    /// Creates an empty workload.
    package init() {}

    /// Adds a job and returns its results.
    ///
    /// Results that no job reads can be omitted.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - resultBytes: The size of each result in bytes.
    /// - Returns: One identifier for each element of `resultBytes`.
    /// - Precondition: The inputs of the job are results of this workload.
    @discardableResult
    package mutating func add(_ job: Job, resultBytes: [Int] = []) -> [ResultID] {
        precondition(
            job.inputs.allSatisfy { $0.index < results.count },
            "an input of the job is not a result of this workload")
        let first = results.count
        for bytes in resultBytes {
            precondition(bytes >= 0, "the size of a result must not be negative, but is \(bytes)")
            results.append((jobs.count, bytes))
        }
        jobs.append(job)
        return (first..<results.count).map { ResultID(index: $0) }
    }

    /// The total run time of all jobs on one core, in seconds.
    package var seconds: Double { jobs.reduce(0) { $0 + $1.seconds } }

    /// The run time of the longest chain of jobs, in seconds, which is a lower bound on the makespan.
    package var criticalPath: Double {
        var ends: [Double] = []
        ends.reserveCapacity(jobs.count)
        for job in jobs {
            let start = job.inputs.lazy.map { ends[results[$0.index].producer] }.max() ?? 0
            ends.append(start + job.seconds)
        }
        return ends.max() ?? 0
    }
}
