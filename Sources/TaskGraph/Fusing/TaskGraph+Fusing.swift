/// # Policy
///
/// A piece costs a scheduler of many machines about a millisecond, so a piece should be worth many of them: more
/// the more workers there are, for it must hand out pieces as fast as all of them together ask for new ones. And
/// a worker that has nothing to do is worth nothing, so there should be more pieces than workers. Pieces begin as single tasks and are merged by rules, each of which keeps them free of cycles:
///
/// 1. *Follow* (`Quotient.followed`): a piece joins the one it waits for where nobody else waits for that one,
///    or where both are small and shared by many readers: chains, and the common prefix of many branches.
/// 2. *Siblings* (`Quotient.siblings`): pieces that wait for the same pieces and are read by the same ones
///    are put together until they are worth the target: many small branches from one prefix.
/// 3. *Attach* (`Quotient.attached`): a tiny piece joins one that its reader waits for anyway.
/// 4. *Fill* (`Quotient.filled`): tiny pieces of one level that little work waits for are put together.
/// 5. *Levels* (`Quotient.mergedLevels`): consecutive levels that are small as a whole, and that little work
///    waits for, become one piece.
///
/// The border between a shared prefix and its branches stays where there is enough work behind it, so that
/// another search that has only the prefix in common finds a piece with the same key.
///
/// # Glossary
///
/// - *level*: how many borders lie before a piece at most; every result that crosses a border goes to a higher
///   level, which is why there are no cycles.
/// - *target*: what a piece should be worth, in seconds; *tiny*: less than a tenth of that.
extension TaskGraph {
    /// Cuts the tasks that `outputs` need into pieces for workers to run, each as one.
    ///
    /// Every task but the sources is in exactly one piece, and the pieces form a graph without cycles. Pieces
    /// are worth `targetSeconds` where the graph allows it, and less where there is less work than would keep
    /// two pieces a worker busy for so long. The cut depends on the tasks, their order and their costs alone.
    ///
    /// - Parameters:
    ///   - outputs: the tasks whose results are wanted.
    ///   - workers: how many workers there are.
    ///   - targetSeconds: what a piece should take; unless given, 50 ms to 1 s by how much work there is for
    ///     each worker, and at least 2 ms times the workers.
    ///   - costs: what each task is likely to take.
    /// - Complexity: O(n log n) in the tasks and inputs.
    public func fused(
        outputs: [TaskID], workers: Int, targetSeconds: Double? = nil, costs: TaskCosts
    ) -> FusedGraph {
        guard workers > 0 else {
            fatalError("a graph is cut for at least one worker, not \(workers)")
        }
        if let targetSeconds {
            guard targetSeconds > 0 && targetSeconds.isFinite else {
                fatalError("a piece takes more than no time")
            }
        }
        let graph = FusionGraph(self, outputs: outputs, costs: costs)
        let target = graph.target(workers: workers, wanted: targetSeconds)
        var quotient = Quotient(of: graph)
        for rule in [
            Quotient.followed, Quotient.siblings, Quotient.attached, Quotient.followed, Quotient.siblings,
            Quotient.filled, Quotient.mergedLevels, Quotient.siblings,
        ] {
            let groups = rule(quotient)(target)
            quotient = Quotient(of: graph, nodes: quotient.nodes.map { groups[$0] })
        }
        return graph.pieces(of: quotient, in: self, outputs: outputs)
    }
}

/// What a piece should be worth.
struct FusionTarget: Sendable {
    /// In seconds.
    let seconds: Double

    /// What a task costs the scheduler, about: Dask's takes 0.7 to 2 ms.
    static let schedulerSeconds = 1e-3

    /// What a piece should be worth where there is work enough.
    ///
    /// - At least 50 ms, beside which what it costs is small.
    /// - More, up to 1 s, where there are a hundred such pieces for each worker: the last to finish still holds
    ///   up the run by little; and a second lost with a worker is not much.
    /// - So much that the scheduler can hand out twice as many as all workers together ask for.
    static func wanted(work: Double, workers: Int) -> Double {
        let workers = Double(workers)
        return max(0.05, min(1, work / (100 * workers)), 2 * schedulerSeconds * workers)
    }

    /// Less than this is hardly worth a piece.
    var tiny: Double { seconds / 10 }

    /// How much tiny work of others may hold up those that wait for a piece.
    var allowance: Double { seconds / 2 }

    /// How long moving so many bytes between workers takes: about 1 GB/s.
    static func transferSeconds(bytes: Int) -> Double { Double(bytes) * 1e-9 }
}
