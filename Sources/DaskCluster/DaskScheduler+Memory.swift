internal import Synchronization
internal import TaskGraph

/// What a scheduler keeps from one run to the next.
///
/// - `connection`: the session with the cluster.
/// - `directory`: where data are written for workers; nil once a worker could not read them.
/// - `measured`: how long operations took, for cutting the next graph.
/// - `rescued`: results that had come back to runs which then lost the cluster.
final class ClusterMemory: Sendable {
    let connection: ClusterConnection
    let directory: Mutex<SharedDirectory?>
    let measured = Mutex(MeasuredCosts())
    let rescued = Mutex<[TaskKey: any Sendable]>([:])

    init(_ connection: ClusterConnection, _ directory: SharedDirectory?) {
        self.connection = connection
        self.directory = Mutex(directory)
    }
}

extension DaskScheduler {
    /// What tasks of a graph are likely to take, by what was measured here.
    func costs(of graph: TaskGraph) -> TaskCosts {
        TaskCosts(of: graph, measured: memory.measured.withLock { $0 })
    }

    /// Learns from a run that is over.
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

    /// Keeps what had come back to a run that lost the cluster.
    func rescue(_ state: RunState, _ graph: TaskGraph) {
        memory.rescued.withLock { rescued in
            for (task, value) in state.values where !(graph.operation(of: task) is any DataSource) {
                rescued[graph.key(of: task)] = value
            }
        }
    }

    /// The result of a task, if a run that lost the cluster had it.
    func rescued(_ task: TaskID, of graph: TaskGraph) -> (any Sendable)? {
        memory.rescued.withLock { $0[graph.key(of: task)] }
    }
}
