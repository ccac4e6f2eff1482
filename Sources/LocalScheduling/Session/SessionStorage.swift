internal import Machine
internal import TaskGraph

/// The results and durations of the tasks of a session, and the execution of a single task.
///
/// `@unchecked Sendable`: each thread accesses only slots that the state machine allows. The slot of a task is written
/// by the worker that runs the task. It is read by the workers that run its dependents, which the state machine hands
/// out only after the task has finished. It is cleared by the worker that received its release, after the last
/// dependent has finished. A lock of the session guards the state machine, and orders these accesses. Slots are
/// appended by one thread at a time, before the state machine knows of their tasks.
final class SessionStorage: @unchecked Sendable {
    private let slots = Slots()

    /// The number of tasks, which only the thread that adds tasks reads.
    private var count = 0

    deinit { slots.deallocate(count: count) }

    /// Adds the tasks of a graph.
    func add(_ admitted: AdmittedGraph) {
        let graph = Unmanaged.passUnretained(admitted)
        for (index, task) in admitted.order.tasks.enumerated() {
            let inputs = admitted.order.inputs.range(of: index)
            append(
                Slots.Slot(
                    graph: graph, task: task, operation: admitted.graph.operationID(of: task),
                    firstInput: Int32(inputs.lowerBound), inputCount: Int32(inputs.count)))
        }
        for position in admitted.order.given {
            let task = admitted.order.tasks[position.index - admitted.order.start]
            slots[position].pointee.value = admitted.graph.knownValue(of: task)
        }
    }

    private func append(_ slot: Slots.Slot) {
        slots.initialize(Position(count), to: slot)
        count += 1
    }

    /// Runs the task at `position`, whose inputs must have results, and stores its result and duration.
    ///
    /// - Parameters:
    ///   - position: The position of the task.
    ///   - worker: The index of the worker.
    ///   - clock: The time at which the previous task of the thread ended, or a later time; updated to the end of
    ///     this task. The clock is thus read once per task.
    /// - Returns: The failure of the task; nil if it succeeded.
    func execute(_ position: Position, worker: Int, clock: inout UInt64) -> TaskFailure? {
        let slot = slots[position]
        return slot.pointee.graph._withUnsafeGuaranteedRef { admitted in
            if let onEvent = admitted.onEvent {
                onEvent(.started(slot.pointee.task, worker: worker))
                clock = MonotonicClock.nanoseconds
            }
            var failure: TaskFailure?
            do {
                slot.pointee.value = try admitted.graph.apply(
                    slot.pointee.operation, to: TaskInputs(arguments(of: slot, in: admitted)),
                    in: admitted.context)
            } catch {
                failure = TaskFailure(of: slot.pointee.task, in: admitted.graph, throwing: error)
            }
            let started = clock
            clock = MonotonicClock.nanoseconds
            slot.pointee.seconds = Double(clock - started) * 1e-9
            if let onEvent = admitted.onEvent {
                let run = TaskRun(
                    task: slot.pointee.task, worker: worker,
                    startSeconds: Double(started - admitted.start) * 1e-9,
                    endSeconds: Double(clock - admitted.start) * 1e-9, failure: failure)
                admitted.report(run, value: slot.pointee.value, to: onEvent)
            }
            return failure
        }
    }

    @inline(__always)
    private func arguments(
        of slot: UnsafeMutablePointer<Slots.Slot>, in admitted: AdmittedGraph
    ) -> [any Sendable] {
        var arguments: [any Sendable] = []
        arguments.reserveCapacity(Int(slot.pointee.inputCount))
        let first = Int(slot.pointee.firstInput)
        for index in first..<first + Int(slot.pointee.inputCount) {
            arguments.append(slots[admitted.order.inputs.item(at: index)].pointee.value)
        }
        return arguments
    }

    /// Returns a copy of the slots of some tasks, in ascending order of their new positions.
    func moved(_ positions: [Position: Position]) -> SessionStorage {
        let storage = SessionStorage()
        for (old, _) in positions.sorted(by: { $0.value < $1.value }) {
            storage.append(slots[old].pointee)
        }
        return storage
    }

    /// The result of a task that has one.
    func value(at position: Position) -> any Sendable { slots[position].pointee.value }

    /// The duration of a task; 0 if it did not run.
    func seconds(at position: Position) -> Double { slots[position].pointee.seconds }

    /// Drops the results of released tasks.
    ///
    /// Deinitializers may run arbitrary code, so do not call this method with a lock held.
    func drop(_ released: inout [Position]) {
        for position in released { slots[position].pointee.value = () }
        released.removeAll(keepingCapacity: true)
    }
}
