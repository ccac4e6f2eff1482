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

        /// The summaries with a common origin: those of the folds, or of one training set.
        struct Origin: Hashable {
            let path: TaskKey
            let rows: ChunkedRowSet
        }

        var origin: Origin { Origin(path: id.path, rows: path.isOfTable ? .all : id.rows) }
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

    /// The origins at the means, where they are far from the origins of some summaries.
    private func betterOrigins(of requests: [Request]) -> [Request.Origin: OriginInput] {
        var totals: [ID: (origin: Request.Origin, summary: any CentredSummary)] = [:]
        for request in requests {
            guard let part = (try? found[request.id]?.result.get())?.value as? any CentredSummary else {
                continue
            }
            let id = ID(path: request.id.path, rows: request.origin.rows, kind: request.id.kind)
            totals[id] = (request.origin, totals[id].map { $0.summary.adding(part) } ?? part)
        }
        var better: [Request.Origin: OriginInput] = [:]
        for (_, (origin, summary)) in totals.sorted(by: { $0.key.kind < $1.key.kind }) {
            if let found = summary.betterOrigin { better[origin] = .known(OriginSource(origin: found)) }
        }
        return better
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
    ) async throws -> [Request.Origin: OriginInput] {
        var wanted: [Int: [(origin: Request.Origin, path: ChunkedPath)]] = [:]
        var seen: Set<Request.Origin> = []
        for request in requests where !request.need.kind.isOfColumns {
            let origin = request.origin
            guard seen.insert(origin).inserted, let first = rows.chunks(of: origin.rows).first else {
                continue
            }
            wanted[first, default: []].append((origin, request.path))
        }
        var origins: [Request.Origin: OriginInput] = [:]
        for (chunk, wanted) in wanted.sorted(by: { $0.key < $1.key }) {
            var pass = ChunkPass(rows, chunks: chunk..<chunk + 1)
            let tasks = wanted.map { origin, path in
                let inputs = ChunkInputs(
                    x: pass.rows(of: origin.rows, in: chunk, after: path, for: ""),
                    y: pass.target(of: origin.rows, in: chunk))
                return pass.graph.insert(OriginOfChunk(), inputs)
            }
            let (result, holder) = try await runs.run(
                pass.graph, Set(tasks.map(\.task)).sorted { $0.index < $1.index })
            for ((origin, path), task) in zip(wanted, tasks) {
                do throws(TaskFailure) {
                    _ = try result.outcome(of: task.task).get()
                    origins[origin] = .held(pass.graph.key(of: task.task), by: holder)
                } catch {
                    // Rows that a fit cannot transform fail its summaries, and no others.
                    if path.isOfTable { throw error }
                }
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

/// How the tasks of a pass read an origin.
private enum OriginInput {
    /// The session has it as the result of a task.
    case held(TaskKey, by: any Submission)

    /// It was computed between passes.
    case known(OriginSource)

    func insert(into graph: inout TaskGraph) -> TaskInput<Origin> {
        switch self {
        case .held(let key, let submission): TaskInput(graph.insert(known: key, of: submission))
        case .known(let source): TaskInput(graph.insert(source, inputs: []))
        }
    }
}

/// An origin that was computed in this process.
private struct OriginSource: DataSource {
    let origin: Origin
    let name = "origin-of-means"
    var value: any Sendable { origin }

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(origin.row)
        encoder.append(origin.target)
    }
}

extension CentredSummary {
    /// Returns the sum with a summary of the same type.
    fileprivate func adding(_ other: any CentredSummary) -> any CentredSummary {
        guard let other = other as? Self else { preconditionFailure("summaries of a path have one type") }
        var sum = self
        sum.add(other)
        return sum
    }
}
