import DaskCluster
import Foundation
import LocalScheduling
import TaskGraph
import TestOperations
import Testing

/// A scheduler that must do what every other does.
struct SchedulerUnderTest: Sendable, CustomTestStringConvertible {
    let testDescription: String
    private let make: @Sendable () async throws -> any Scheduler

    /// The scheduler; for a cluster, always the same.
    func scheduler() async throws -> any Scheduler { try await make() }

    /// The schedulers that must agree: a cluster among them where `make test-cluster` says what it is made with.
    static var all: [SchedulerUnderTest] {
        let local: [any Scheduler] = [
            SerialScheduler(), ThreadedScheduler(workers: 1), ThreadedScheduler(workers: 2),
            ThreadedScheduler(workers: 5),
        ]
        let places = local.map { scheduler in
            SchedulerUnderTest(testDescription: "\(scheduler.name):\(scheduler.workers)") { scheduler }
        }
        guard ProcessInfo.processInfo.environment["TRELLIS_CLUSTER_TESTS"] != nil else { return places }
        return places + [SchedulerUnderTest(testDescription: "local-cluster") { try await cluster.value }]
    }

    /// Started once; it ends with the process.
    private static let cluster = Task {
        try await DaskScheduler.connect(to: .local(workers: 2), registry: .forTests)
    }
}
