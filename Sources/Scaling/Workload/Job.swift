/// A unit of work for one worker: a task, or a piece of a graph.
package struct Job: Equatable, Sendable {
    /// The run time on one core, in seconds.
    package var seconds: Double

    /// The results that the job reads, without duplicates.
    package var inputs: [ResultID]

    /// The number of bytes that the scheduler sends with the job: data that no worker holds yet.
    package var payloadBytes: Int

    /// The number of tasks that the scheduler handles for the job: one, plus one for each part of its results that is
    /// transferred separately.
    package var schedulerTasks: Int

    /// The urgency: of two ready jobs, the one with the lower number runs first, then the one added first.
    package var urgency: Int

    /// Creates a job.
    package init(
        seconds: Double, inputs: [ResultID] = [], payloadBytes: Int = 0, schedulerTasks: Int = 1,
        urgency: Int = 0
    ) {
        precondition(
            seconds >= 0 && seconds.isFinite, "seconds must be finite and not negative, not \(seconds)")
        precondition(payloadBytes >= 0, "payloadBytes must not be negative, but is \(payloadBytes)")
        precondition(schedulerTasks >= 1, "schedulerTasks must be at least 1, not \(schedulerTasks)")
        self.seconds = seconds
        self.inputs = inputs
        self.payloadBytes = payloadBytes
        self.schedulerTasks = schedulerTasks
        self.urgency = urgency
    }
}

/// The identifier of a job's result in a workload.
package struct ResultID: Hashable, Sendable {
    let index: Int
}
