/// # Policy
///
/// A piece costs a distributed scheduler about a millisecond, so it should take many times as long: more if there are
/// more workers, because the scheduler must hand out pieces as fast as all workers request them. On the other hand, an
/// idle worker is wasted, so there should be more pieces than workers. Pieces start as single tasks and are merged by
/// rules, each of which avoids cycles:
///
/// 1. *Follow* (`Quotient.followed`): a piece is merged into the one it waits for if nobody else waits for that one, or
///    if both are small and shared by many readers: chains, and the common prefix of many branches. The second pass
///    follows the groups of the first.
/// 2. *Siblings* (`Quotient.siblings`): pieces with the same inputs and the same readers are merged until they reach
///    the target: many small branches from one prefix.
/// 3. *Attach* (`Quotient.attached`): a tiny piece is merged into one that its reader waits for in any case.
/// 4. *Fill* (`Quotient.filled`): tiny pieces of one level on which little work depends are merged.
/// 5. *Levels* (`Quotient.mergedLevels`): consecutive levels that are small in total, and on which little work depends,
///    are merged into one piece.
///
/// The border between a shared prefix and its branches is kept if enough work depends on it, so that another search
/// with only the prefix in common finds a piece with the same key.
///
/// # Glossary
///
/// - *level*: the maximum number of borders before a piece; every result that crosses a border goes to a higher level,
///   so there are no cycles.
/// - *target*: the target duration of a piece, in seconds; *tiny*: less than a tenth of it.
extension TaskGraph {
    /// Divides the tasks that `outputs` need into pieces, each of which a worker runs as a unit.
    ///
    /// Every task except the sources is in exactly one piece, and the pieces form an acyclic graph. Pieces take about
    /// `targetSeconds` if the graph allows it, and less if there is not enough work for two such pieces per worker. The
    /// result depends only on the tasks, their order and their costs.
    ///
    /// - Parameters:
    ///   - outputs: The tasks whose results are requested.
    ///   - workers: The number of workers.
    ///   - targetSeconds: The target duration of a piece. Defaults to between 50 ms and 1 s, depending on the work per
    ///     worker, and at least 2 ms times the number of workers.
    ///   - costs: The estimated costs of the tasks.
    /// - Complexity: O(n log n) in the tasks and inputs.
    package func fused(
        outputs: [TaskID], workers: Int, targetSeconds: Double? = nil, costs: TaskCosts
    ) -> FusedGraph {
        guard workers > 0 else {
            fatalError("the number of workers must be at least 1, but is \(workers)")
        }
        if let targetSeconds {
            guard targetSeconds > 0 && targetSeconds.isFinite else {
                fatalError("the target duration of a piece must be positive")
            }
        }
        let graph = FusionGraph(self, outputs: outputs, costs: costs)
        let target = graph.target(workers: workers, seconds: targetSeconds)
        var quotient = Quotient(of: graph)
        for rule in [
            Quotient.followed, Quotient.followed, Quotient.siblings, Quotient.attached, Quotient.followed,
            Quotient.siblings,
            Quotient.filled, Quotient.mergedLevels, Quotient.siblings,
        ] {
            let groups = rule(quotient)(target)
            quotient = Quotient(of: graph, nodes: quotient.nodes.map { groups[$0] })
        }
        return graph.pieces(of: quotient, in: self, outputs: outputs)
    }
}

/// The target duration of a piece.
struct FusionTarget: Sendable {
    /// The duration in seconds.
    let seconds: Double

    /// The approximate scheduler cost of a task: 0.7 to 2 ms for Dask.
    static let schedulerSeconds = 1e-3

    /// Returns the target duration if there is enough work.
    ///
    /// - At least 50 ms, compared to which the cost of a piece is small.
    /// - Up to 1 s, if there are a hundred such pieces per worker: the last piece to finish then delays the run only
    ///   slightly, and losing a worker loses at most a second of work.
    /// - Long enough that the scheduler can hand out twice as many pieces as all workers together request, up to the
    ///   duration at which more workers cannot be used.
    static func standard(work: Double, workers: Int) -> Double {
        let workers = Double(workers)
        return max(
            0.05, min(1, work / (100 * workers)), min(2 * schedulerSeconds * workers, least(work: work)))
    }

    /// Returns the duration below which handing out the pieces takes much longer than running them on all workers.
    ///
    /// For n pieces, the scheduler needs n times its cost per task, and each piece takes 1/n of the work; the maximum of
    /// both is smallest where they are equal. Half of that is allowed, because several pieces follow each other, and some
    /// are longer than others.
    static func least(work: Double) -> Double { (work * schedulerSeconds).squareRoot() / 2 }

    /// The duration below which a piece is tiny.
    var tiny: Double { seconds / 10 }

    /// The duration of others' tiny work that may delay the readers of a piece.
    var allowance: Double { seconds / 2 }

    /// Returns the time to transfer bytes between workers, at about 1 GB/s.
    static func transferSeconds(bytes: Int) -> Double { Double(bytes) * 1e-9 }
}
