internal import Locking
internal import TaskGraph

/// The state that a scheduler keeps between runs.
///
/// - `connection`: the connection to the cluster.
/// - `directory`: the shared directory for data; nil after a worker failed to read from it.
/// - `measured`: the measured costs of operations, for dividing the next graph.
/// - `rescued`: results of runs that lost the connection to the cluster.
final class ClusterMemory: Sendable {
    let connection: ClusterConnection
    let directory: Lock<SharedDirectory?>
    let measured = Lock(MeasuredCosts())
    let rescued = Lock<[TaskKey: any Sendable]>([:])

    init(_ connection: ClusterConnection, _ directory: SharedDirectory?) {
        self.connection = connection
        self.directory = Lock(directory)
    }
}

extension DaskScheduler {
    /// The estimated costs of the tasks of a graph, corrected by measurements.
    func costs(of graph: TaskGraph) -> TaskCosts {
        TaskCosts(of: graph, measured: memory.measured.withLock { $0 })
    }

    /// Records the measured costs of a run.
    func record(_ state: RunState, _ graph: TaskGraph) {
        let estimates = TaskCosts(of: graph)
        memory.measured.withLock { measured in
            for (task, seconds) in zip(state.order.tasks, state.seconds) where seconds > 0 {
                measured.record(
                    operation: graph.name(of: task), seconds: seconds, estimated: estimates[task].seconds)
            }
        }
        memory.rescued.withLock { $0.removeAll() }
    }

    /// Keeps the results of a run that lost the connection to the cluster.
    func rescue(_ state: RunState, _ graph: TaskGraph) {
        memory.rescued.withLock { rescued in
            for (task, value) in state.values where !(graph.operation(of: task) is any DataSource) {
                rescued[graph.key(of: task)] = value
            }
        }
    }

    /// The result of a task that was kept from a run that lost the connection.
    func rescued(_ task: TaskID, of graph: TaskGraph) -> (any Sendable)? {
        memory.rescued.withLock { $0[graph.key(of: task)] }
    }
}
