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
    private struct Request {
        let id: ID
        let path: ChunkedPath
        var need: ChunkedSummaryNeed
    }

    private typealias Held = ChunkedRuns.Held<any MergeableSummary>

    private let rows: ChunkedRows
    private var found: [ID: (result: Result<Held, TaskFailure>, detail: SummaryDetail)] = [:]

    init(_ rows: ChunkedRows) { self.rows = rows }

    /// Computes the summaries that the next steps of some fits are fitted to, if there are any.
    ///
    /// - Throws: `CancellationError`; errors of the scheduler; the `TaskFailure` of a chunk to measure from.
    mutating func compute(for fits: [ChunkedProgress], by runs: inout ChunkedRuns) async throws {
        let requests = requests(for: fits)
        guard !requests.isEmpty else { return }
        let origins = try await origins(of: requests, by: &runs)
        let results: [Result<Held, TaskFailure>?] = try await runs.pass(
            over: rows, results: requests.count,
            of: { [rows] pass, chunk, index in
                let (path, id, need) = (requests[index].path, requests[index].id, requests[index].need)
                guard rows.count(of: id.rows, in: chunk) > 0 else { return nil }
                let x = pass.rows(of: id.rows, in: chunk, after: path, for: need.step)
                let y = pass.target(of: id.rows, in: chunk)
                let origin = origins[id.path, default: [:]][path.isOfTable ? .all : id.rows]
                return pass.graph.insert(
                    SummarizeChunk(
                        type: need.kind.type, detail: need.kind.detail, names: rows.names,
                        row: pass.firstRow(of: chunk), step: need.step),
                    .init(
                        chunk: .init(x: x, y: y),
                        origin: origin.map { TaskInput(pass.graph.insert(known: $0.key, of: $0.holder)) }))
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

    /// Chooses a row and a target to measure from for each path and training set: within the first of its chunks.
    private func origins(
        of requests: [Request], by runs: inout ChunkedRuns
    ) async throws -> [TaskKey: [ChunkedRowSet: (key: TaskKey, holder: any Submission)]] {
        var origins: [TaskKey: [ChunkedRowSet: (key: TaskKey, holder: any Submission)]] = [:]
        var passes: [Int: [(path: ChunkedPath, rows: ChunkedRowSet)]] = [:]
        var seen: Set<ID> = []
        for request in requests where !request.need.kind.isOfColumns {
            let set = request.path.isOfTable ? ChunkedRowSet.all : request.id.rows
            guard seen.insert(ID(path: request.id.path, rows: set, kind: "")).inserted,
                let first = rows.chunks(of: set).first
            else { continue }
            passes[first, default: []].append((request.path, set))
        }
        for (chunk, wanted) in passes.sorted(by: { $0.key < $1.key }) {
            var pass = ChunkPass(rows, chunks: chunk..<chunk + 1)
            let tasks = wanted.map { path, set in
                let inputs = ChunkInputs(
                    x: pass.rows(of: set, in: chunk, after: path, for: ""), y: pass.target(of: set, in: chunk)
                )
                return pass.graph.insert(OriginOfChunk(), inputs)
            }
            let (result, holder) = try await runs.run(
                pass.graph, Set(tasks.map(\.task)).sorted { $0.index < $1.index })
            for ((path, set), task) in zip(wanted, tasks) {
                // Rows that cannot be transformed fail the summaries as well, each for itself.
                guard path.isOfTable || (try? result.outcome(of: task.task).get()) != nil else { continue }
                _ = try result.outcome(of: task.task).get()
                origins[path.key, default: [:]][set] = (pass.graph.key(of: task.task), holder)
            }
        }
        return origins
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
