public import TaskGraph

/// A client of a running scheduler, which computes in the background.
///
/// Whatever is submitted starts at once. Its ``Future`` gives the value when it is there, and can be an argument of
/// further computations before that.
///
/// ```swift
/// let client = try await Client(ThreadedScheduler())
/// let square = delayed("square") { (x: Int) in x * x }
/// let futures = try client.map(square, 0..<10)
/// for await future in asCompleted(futures) { print(try await future.value) }
/// await client.close()
/// ```
///
/// Equal calls of named functions are computed once, as long as somebody refers to a future of them.
public final class Client: Sendable {
    private let session: any Session

    /// Opens a session on a scheduler.
    ///
    /// - Parameters:
    ///   - scheduler: The scheduler: threads, or a cluster.
    ///   - memoryLimit: The maximum bytes of results and running tasks, as for `Scheduler.open(memoryLimit:)`.
    public init(_ scheduler: some Scheduler, memoryLimit: Int? = nil) async throws {
        session = try await scheduler.open(memoryLimit: memoryLimit)
    }

    /// Starts a delayed computation.
    ///
    /// - Parameters:
    ///   - value: The computation.
    ///   - priority: Computations of a higher priority start first.
    /// - Throws: `SessionClosedError` after ``close()``.
    public func submit<Value: Sendable>(
        _ value: Delayed<Value>, priority: Int = 0
    ) throws -> Future<Value> {
        let (graph, task) = value.graph
        return Future(
            try session.submit(graph, outputs: [task], inOrder: false, priority: priority, onEvent: nil),
            graph.key(of: task),
            task)
    }

    /// Starts the call of a function with delayed arguments, or those of futures.
    ///
    /// - Throws: `SessionClosedError` after ``close()``.
    public func submit<each Argument: Sendable, Result: Sendable>(
        _ function: DelayedFunction<repeat each Argument, Result>, _ argument: repeat Delayed<each Argument>,
        priority: Int = 0
    ) throws -> Future<Result> {
        try submit(function(repeat each argument), priority: priority)
    }

    /// Starts a closure, which runs in this process.
    ///
    /// - Throws: `SessionClosedError` after ``close()``.
    public func submit<Result: Sendable>(
        priority: Int = 0, _ body: @escaping @Sendable () throws -> Result
    ) throws -> Future<Result> {
        try submit(delayed(body)(), priority: priority)
    }

    /// Starts the calls of a function with each of some values.
    ///
    /// - Throws: `SessionClosedError` after ``close()``.
    public func map<Argument: Sendable, Result: Sendable>(
        _ function: DelayedFunction<Argument, Result>, _ values: some Sequence<Argument>, priority: Int = 0
    ) throws -> [Future<Result>] {
        try values.map { try submit(function(Delayed($0)), priority: priority) }
    }

    /// Waits for the values of futures, in their order.
    ///
    /// - Throws: The first error, in the order of the futures.
    public func gather<Value: Sendable>(_ futures: some Sequence<Future<Value>>) async throws -> [Value] {
        var values: [Value] = []
        for future in futures { values.append(try await future.value) }
        return values
    }

    /// Cancels what has not ended, and waits until the running functions have returned.
    public func close() async { await session.close() }
}
