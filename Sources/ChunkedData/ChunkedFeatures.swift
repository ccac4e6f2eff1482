import ChunkedMatrices
import Learning
import LinearAlgebra
import TaskGraph

/// The features of rows in chunks: a chunked matrix if all columns are numbers, and chunks of typed columns otherwise.
///
/// Each chunk is computed or read when a computation needs it. The names of categories are those of all rows, in every
/// chunk.
///
/// ```swift
/// let people = try ChunkedTable(csv: "people-*.csv")
/// let data = try await people.dataset(target: "income", for: .regression, on: ThreadedScheduler())
/// print(data.features.profile.kinds)
/// ```
public struct ChunkedFeatures: Sendable {
    /// What each column is.
    public let profile: FeatureProfile

    let chunks: Chunks

    enum Chunks: Sendable {
        /// Numbers, whole rows in each chunk.
        case matrix(ChunkedMatrix)

        /// Typed columns, by the tasks that compute them.
        case table(AxisChunks, @Sendable (_ chunk: Int, inout TaskGraph) -> TaskInput<FeatureTable>)
    }

    private init(_ profile: FeatureProfile, _ chunks: Chunks) {
        (self.profile, self.chunks) = (profile, chunks)
    }

    /// Creates features of a chunked matrix of finite numbers.
    public init(_ matrix: ChunkedMatrix) {
        let column = FeatureProfile.Column(kind: .number)
        self.init(matrix, FeatureProfile([FeatureProfile.Column](repeating: column, count: matrix.columns)))
    }

    /// Creates features of a chunked matrix, in which NaN is a missing cell where the profile has one.
    package init(_ matrix: ChunkedMatrix, _ profile: FeatureProfile) {
        self.init(profile, .matrix(matrix.withWholeRows))
    }

    /// Creates features of typed columns, whose chunks other tasks compute.
    ///
    /// - Parameters:
    ///   - rows: The chunks of the rows.
    ///   - profile: What each column is.
    ///   - insert: Inserts the task of a chunk, by its index.
    package init(
        rows: AxisChunks, _ profile: FeatureProfile,
        inserting insert: @escaping @Sendable (_ chunk: Int, inout TaskGraph) -> TaskInput<FeatureTable>
    ) {
        self.init(profile, .table(rows, insert))
    }

    /// The chunks of the rows.
    public var rowChunks: AxisChunks {
        switch chunks {
        case .matrix(let matrix): matrix.rowChunks
        case .table(let rows, _): rows
        }
    }

    /// The number of rows.
    public var rows: Int { rowChunks.length }

    /// The number of columns.
    public var columns: Int { profile.columns.count }

    /// The features as a chunked matrix; nil if a column is not of numbers.
    public var matrix: ChunkedMatrix? {
        if case .matrix(let matrix) = chunks { matrix } else { nil }
    }
}

extension ChunkedFeatures {
    /// Creates a graph with some chunks of the features and of columns of numbers.
    ///
    /// - Parameters:
    ///   - columns: Columns of numbers, whose rows have the chunks of the features.
    ///   - chunks: The chunks.
    package func graph(
        with columns: [ChunkedMatrix], chunks: Range<Int>
    ) -> (graph: TaskGraph, features: [TaskInput<Features>], columns: [[TaskInput<Matrix>]]) {
        switch self.chunks {
        case .matrix(let matrix):
            let (graph, blocks) = ChunkedMatrix.insert([matrix] + columns, rowChunks: chunks)
            return (graph, blocks[0].map { $0.reading() }, Array(blocks.dropFirst()))
        case .table(_, let insert):
            var (graph, blocks) = ChunkedMatrix.insert(columns, rowChunks: chunks)
            let features: [TaskInput<Features>] = chunks.map { insert($0, &graph).reading() }
            return (graph, features, blocks)
        }
    }

    /// Returns a matrix with the chunks of the features, each of which is computed from one of them.
    ///
    /// - Parameters:
    ///   - columns: The number of columns of the result.
    ///   - insert: Inserts the tasks for a chunk.
    package func mappingChunks(
        columns: Int,
        _ insert:
            @escaping @Sendable (_ x: TaskInput<Features>, _ graph: inout TaskGraph) -> TaskInput<Matrix>
    ) -> ChunkedMatrix {
        switch chunks {
        case .matrix(let matrix):
            matrix.mappingChunks(columns: columns) { block, _, graph in insert(block.reading(), &graph) }
        case .table(let rows, let chunk):
            ChunkedMatrix(rows: rows, columns: columns) { index, graph in
                insert(chunk(index, &graph).reading(), &graph)
            }
        }
    }

    /// Returns the features once their chunks are computed, which the session then holds.
    ///
    /// - Throws: The `TaskFailure` of the first chunk that has no result; `CancellationError`; errors of the scheduler.
    package func held(
        in session: any Session, onEvent: RunEvent.Handler? = nil
    ) async throws -> ChunkedFeatures {
        switch chunks {
        case .matrix(let matrix):
            return ChunkedFeatures(try await matrix.held(in: session, onEvent: onEvent), profile)
        case .table(let rows, let insert):
            var graph = TaskGraph()
            let tasks = (0..<rows.count).map { insert($0, &graph).task }
            let submission = try session.submit(graph, outputs: tasks, onEvent: onEvent)
            let result = try await withTaskCancellationHandler {
                try await submission.result()
            } onCancel: {
                submission.cancel()
            }
            if let failure = result.failures.first { throw failure }
            let keys = tasks.map { graph.key(of: $0) }
            return ChunkedFeatures(rows: rows, profile) { chunk, graph in
                TaskInput(graph.insert(known: keys[chunk], of: submission))
            }
        }
    }
}
