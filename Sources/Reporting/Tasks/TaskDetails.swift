import Drawing
import ModelSelection
import TaskGraph

/// What the tasks of a run compute, and for which candidates.
struct TaskDetails {
    private let graph: TaskGraph
    private let costs: TaskCosts
    private let plan: SearchPlan?
    private let served: ServedScores?

    /// Estimates all tasks of a graph.
    ///
    /// - Parameters:
    ///   - graph: The graph of the run.
    ///   - plan: The plan of the search whose graph it is; nil for a refit.
    init(_ graph: TaskGraph, of plan: SearchPlan?) {
        self.graph = graph
        self.plan = plan
        costs = TaskCosts(of: graph)
        served = plan.map { ServedScores($0) }
    }

    /// Returns the parameters that all candidates of a task have in common, their number, the splits, and the estimated
    /// size of the result.
    func text(of task: TaskID) -> String {
        let size = "result of about \(NumberText.bytes(Double(costs[task].bytes)))"
        guard let plan, let served, served.candidateCount(of: task) > 0 else { return size }
        let candidates = served.candidates(of: task, limit: 2000)
        var common = plan.parameters(of: candidates[0]).entries
        for candidate in candidates.dropFirst() where !common.isEmpty {
            let other = plan.parameters(of: candidate)
            common.removeAll { other[$0.name] != $0.value }
        }
        let splits = served.splits(of: task, limit: 2)
        let parts =
            common.map { "\($0.name)=\($0.text)" } + [
                NumberText.count(served.candidateCount(of: task), "candidate"),
                splits.count == 1 ? "split \(splits[0])" : "several splits", size,
            ]
        return parts.joined(separator: "; ")
    }
}
