import Learning
import TaskGraph

extension ChunkedSummaries {
    /// Chooses a row and a target to measure from for each path and training set: within the first of its chunks.
    func origins(
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

    /// The origins at the means, where they are far from the origins of some summaries.
    func betterOrigins(of requests: [Request]) -> [Request.Origin: OriginInput] {
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
}

/// How the tasks of a pass read an origin.
enum OriginInput {
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
struct OriginSource: DataSource {
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
