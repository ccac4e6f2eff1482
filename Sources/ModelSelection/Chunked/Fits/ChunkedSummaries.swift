import ChunkedMatrices
import Learning
import TaskGraph

/// The summaries of rows in chunks, which one pass computes for all fits that need some.
///
/// Rows that no model has transformed are summarised fold by fold, once for all training sets. Others are summarised for each
/// training set, whose models transform them.
struct ChunkedSummaries {
    /// A summary of rows.
    struct ID: Hashable {
        /// What happens to the rows before.
        let path: TaskKey
        let rows: ChunkedRowSet

        /// The kind of the summary.
        let kind: String
    }

    /// A summary to compute.
    struct Request {
        let id: ID
        let path: ChunkedPath
        var need: ChunkedSummaryNeed

        /// The summaries with a common origin: those of the folds, or of one training set.
        struct Origin: Hashable {
            let path: TaskKey
            let rows: ChunkedRowSet
        }

        var origin: Origin { Origin(path: id.path, rows: path.isOfTable ? .all : id.rows) }
    }

    typealias Held = ChunkedRuns.Held<any MergeableSummary>

    let rows: ChunkedRows
    private(set) var found: [ID: (result: Result<Held, TaskFailure>, detail: SummaryDetail)] = [:]

    init(_ rows: ChunkedRows) { self.rows = rows }

    /// Computes the summaries that the next steps of some fits are fitted to, if there are any.
    ///
    /// - Throws: `CancellationError`; errors of the scheduler; the `TaskFailure` of a chunk to measure from.
    mutating func compute(for fits: [ChunkedProgress], by runs: inout ChunkedRuns) async throws {
        let requests = requests(for: fits)
        guard !requests.isEmpty else { return }
        try await compute(requests, about: origins(of: requests, by: &runs), by: &runs)
        // The rows of the first chunk may be unlike the others, for example because the rows are sorted.
        let better = betterOrigins(of: requests)
        if !better.isEmpty {
            let again = requests.filter {
                $0.need.kind.type is any CentredSummary.Type && better[$0.origin] != nil
            }
            try await compute(again, about: better, by: &runs)
        }
    }

    private mutating func compute(
        _ requests: [Request], about origins: [Request.Origin: OriginInput], by runs: inout ChunkedRuns
    ) async throws {
        let results: [Result<Held, TaskFailure>?] = try await runs.pass(
            over: rows, results: requests.count,
            of: { [rows] pass, chunk, index in
                let (path, id, need) = (requests[index].path, requests[index].id, requests[index].need)
                guard rows.count(of: id.rows, in: chunk) > 0 else { return nil }
                let x = pass.rows(of: id.rows, in: chunk, after: path, for: need.step)
                let y = pass.target(of: id.rows, in: chunk)
                let origin = need.kind.isOfColumns ? nil : origins[requests[index].origin]
                return pass.graph.insert(
                    SummarizeChunk(
                        type: need.kind.type, detail: need.kind.detail, names: rows.names,
                        row: pass.firstRow(of: chunk), step: need.step),
                    .init(chunk: .init(x: x, y: y), origin: origin.map { $0.insert(into: &pass.graph) }))
            },
            combining: { graph, index, parts in
                graph.insert(MergeSummaries(type: requests[index].need.kind.type), .init(parts: parts))
            })
        for (request, result) in zip(requests, results) {
            found[request.id] = result.map { ($0, request.need.kind.detail) }
        }
    }

    /// The summaries that are needed and not known, in a fixed order.
    private func requests(for fits: [ChunkedProgress]) -> [Request] {
        var requests: [Request] = []
        var places: [ID: Int] = [:]
        for fit in fits {
            for chain in fit.ready {
                let path = fit.path(of: chain)
                for need in fit.summaries(of: chain) {
                    for set in path.isOfTable ? rows.parts : [fit.rows] {
                        let id = ID(path: path.key, rows: set, kind: need.kind.type.kind)
                        if let place = places[id] {
                            requests[place].need.kind.detail = max(
                                requests[place].need.kind.detail, need.kind.detail)
                        } else if (found[id]?.detail).map({ $0 < need.kind.detail }) ?? true {
                            places[id] = requests.count
                            requests.append(Request(id: id, path: path, need: need))
                        }
                    }
                }
            }
        }
        return requests
    }

    /// Inserts the summaries of the rows before the next step of a chain, by kind.
    ///
    /// - Throws: The failure of a summary.
    func insert(
        for fit: ChunkedProgress, _ chain: Int, into graph: inout TaskGraph
    ) throws(TaskFailure) -> [String: TaskInput<any MergeableSummary>] {
        let path = fit.path(of: chain)
        var summaries: [String: TaskInput<any MergeableSummary>] = [:]
        for need in fit.summaries(of: chain) {
            let kind = need.kind.type.kind
            let sets = path.isOfTable ? rows.parts.filter { fit.rows.contains($0) } : [fit.rows]
            var parts: [TaskInput<any MergeableSummary>] = []
            for set in sets {
                guard let held = try found[ID(path: path.key, rows: set, kind: kind)]?.result.get() else {
                    continue
                }
                parts.append(TaskInput(graph.insert(known: held.key, of: held.holder)))
            }
            guard !parts.isEmpty else { continue }
            summaries[kind] =
                parts.count == 1
                ? parts[0] : graph.insert(MergeSummaries(type: need.kind.type), .init(parts: parts))
        }
        return summaries
    }
}
