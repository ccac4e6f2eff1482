/// Something that one worker does in one go: a task, or a piece of a graph.
public struct Job: Equatable, Sendable {
    /// How long it takes on one core, in seconds.
    public var seconds: Double

    /// The results it reads, each once.
    public var inputs: [ResultID]

    /// How many bytes come with it from the scheduler: data that no worker has yet.
    public var payloadBytes: Int

    /// How many tasks the scheduler is told of for it: itself, and one more for each part of its results that
    /// travels alone.
    public var schedulerTasks: Int

    /// Which of two jobs that are ready is to run first: that with the lower number, or else that added first.
    public var urgency: Int

    /// A job; one task to the scheduler, and nothing that comes with it, unless told otherwise.
    public init(
        seconds: Double, inputs: [ResultID] = [], payloadBytes: Int = 0, schedulerTasks: Int = 1,
        urgency: Int = 0
    ) {
        precondition(seconds >= 0 && seconds.isFinite, "a job takes some time, not \(seconds) s")
        precondition(payloadBytes >= 0, "no less than no bytes come with a job, not \(payloadBytes)")
        precondition(schedulerTasks >= 1, "a job is at least one task, not \(schedulerTasks)")
        self.seconds = seconds
        self.inputs = inputs
        self.payloadBytes = payloadBytes
        self.schedulerTasks = schedulerTasks
        self.urgency = urgency
    }
}

/// A result of a job of a workload that other jobs read.
public struct ResultID: Hashable, Sendable {
    let index: Int
}
