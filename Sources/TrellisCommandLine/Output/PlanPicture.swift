import Trellis

/// The picture of a search's tasks: of one split, of all splits, and of what there would be without sharing and merging.
struct PlanPicture {
    /// Plans with more tasks are not made for a picture alone.
    private static let maximumTasks = 200_000

    /// The text in the DOT language of Graphviz.
    let dot: String

    /// Draws a plan.
    ///
    /// - Throws: The errors of planning.
    init(_ plan: SearchPlan, of prepared: PreparedSearch, workers: Int?) throws {
        let served = ServedScores(plan)
        func note(_ task: TaskID) -> String {
            let count = served.candidateCount(of: task)
            return count > 1 ? "for \(count) candidates" : count == 1 ? "for 1 candidate" : ""
        }
        let search = prepared.search
        let all = GraphPicture.Part("", plan.graph)
        let candidates = Numerals.count(plan.candidateCount, "candidate")
        var parts: [GraphPicture.Part] = []
        if plan.splitCount > 1 {
            let outputs = plan.outputs(ofSplit: 0)
            let one = GraphPicture.Part("", plan.graph, outputs: outputs)
            parts.append(
                GraphPicture.Part(
                    "\(candidates) on one split: \(Self.tasks(one.taskCount))", plan.graph, outputs: outputs,
                    note: note))
        }
        parts.append(
            GraphPicture.Part(
                "\(candidates) on \(Numerals.count(plan.splitCount, "split")): \(Self.tasks(all.taskCount))",
                plan.graph, note: note))
        if search.sharing, search.merging, plan.naiveTaskCount <= Self.maximumTasks {
            let merged = try prepared.varied { $0.sharing = false }.plan(workers: workers).graph
            parts.append(
                GraphPicture.Part("without sharing: \(Self.tasks(merged.count))", merged))
        }
        if search.merging, plan.naiveTaskCount <= Self.maximumTasks {
            let separate = try prepared.varied { $0.merging = false }.plan(workers: workers).graph
            parts.append(
                GraphPicture.Part("without merging: \(Self.tasks(separate.count))", separate))
        }
        dot = GraphPicture(parts).dot
    }

    private static func tasks(_ count: Int) -> String {
        let summary = count > GraphPicture.maximumTasks ? ", drawn by kind" : ""
        return Numerals.count(count, "task") + summary
    }
}
