internal import TaskGraph

/// The Dask tasks of a graph that is divided into pieces, and the locations of the outputs.
///
/// # Keys
///
/// A key is a hash of the definition of a Dask task. For a piece, it covers the tasks and outputs of the piece, and
/// the keys and indices of its inputs. If a reader does not need all results of a piece, a separate task (a *pick*)
/// selects some of them; its key covers the key of the piece and the indices. Two runs that divide a graph
/// differently therefore never use the same key for different definitions, which Dask would not detect. Equal pieces
/// of equal data are computed once. The bridge adds the build of the worker library to each key.
struct ClusterGraph: Sendable {
    /// The tasks in topological order.
    private(set) var tasks: [ClusterTask] = []

    /// The buffers that the tasks refer to.
    private(set) var buffers: [[UInt8]] = []

    /// For each Dask key to fetch, the tasks whose results it contains, in order.
    private(set) var wanted: [String: [TaskID]] = [:]

    /// For each Dask key of a piece, its tasks.
    private(set) var members: [String: [TaskID]] = [:]

    /// The keys of the picks.
    private var picks: Set<String> = []

    /// The location of a result: a Dask key, and an index among its results.
    private struct Location: Hashable {
        var key: String
        var place: Int
    }

    /// Creates the Dask tasks for the pieces of a graph.
    ///
    /// - Parameters:
    ///   - pieces: The pieces that `outputs` depend on.
    ///   - graph: The graph of the pieces.
    ///   - outputs: The tasks whose results are requested; data sources are not fetched.
    ///   - registry: The operations and value types of the worker library.
    ///   - suffix: A suffix of all keys except those of data, which distinguishes another attempt at failed tasks.
    ///   - dataSuffix: A suffix of the keys of data.
    ///   - directory: The folder through which workers read data; nil to send data with the graph.
    /// - Throws: `WireError` for an operation or a value that is not in the registry;
    ///   ``DaskClusterError/sharedDirectoryUnusable(path:reason:)``.
    /// - Complexity: Linear in the number of pieces, their inputs, and the bytes of data sources.
    init(
        _ pieces: FusedGraph, of graph: TaskGraph, outputs: [TaskID], registry: OperationRegistry,
        suffix: String = "", dataSuffix: String = "", directory: SharedDirectory? = nil
    ) throws {
        var sources: [TaskID: Location] = [:]
        for source in pieces.sources {
            sources[source] = try addSource(source, dataSuffix, of: graph, registry: registry, directory)
        }
        let wantedTasks = Set(outputs)
        var producers: [TaskID: Int] = [:]
        for (number, piece) in pieces.pieces.enumerated() {
            for output in piece.outputs { producers[output] = number }
        }
        /// For each output, the pieces that read it.
        var readers: [TaskID: [Int]] = [:]
        for (number, piece) in pieces.pieces.enumerated() {
            for input in piece.inputs where producers[input] != nil {
                readers[input, default: []].append(number)
            }
        }

        /// The location of each result; all readers that need the same results of a piece share one task.
        var locations = sources
        for piece in pieces.pieces {
            let inputs = piece.inputs.compactMap { locations[$0] }
            let key = Self.key(of: piece, reading: inputs, in: graph) + suffix
            members[key] = piece.tasks
            var task = ClusterTask(key: key, kind: .piece)
            task.graph = add(try registry.encode(piece, of: graph))
            task.outputs = piece.outputs.count
            task.inputs = inputs.map(\.key)
            task.places = inputs.map(\.place)
            let resources = piece.tasks.reduce(into: [:]) { needs, task in
                needs.merge(graph.operation(of: task).resources) { max($0, $1) }
            }
            task.resources = resources.isEmpty ? nil : resources
            tasks.append(task)

            let fetched = piece.outputs.filter(wantedTasks.contains)
            if !fetched.isEmpty {
                let whole = fetched.count == piece.outputs.count
                wanted[whole ? key : addPick(fetched, from: piece, key, graph, suffix)] = fetched
            }
            for (_, group) in Self.groups(piece.outputs, readers) {
                let whole = group.count == piece.outputs.count
                let source = whole ? key : addPick(group, from: piece, key, graph, suffix)
                for (place, output) in group.enumerated() {
                    locations[output] = Location(key: source, place: place)
                }
            }
        }
    }

    /// The outputs that other pieces read, grouped by the pieces that read them.
    private static func groups(
        _ outputs: [TaskID], _ readers: [TaskID: [Int]]
    ) -> [(readers: [Int], outputs: [TaskID])] {
        var groups: [(readers: [Int], outputs: [TaskID])] = []
        var places: [[Int]: Int] = [:]
        for output in outputs {
            guard let own = readers[output] else { continue }
            if let place = places[own] {
                groups[place].outputs.append(output)
            } else {
                places[own] = groups.count
                groups.append((own, [output]))
            }
        }
        return groups
    }

    private static func key(of piece: Piece, reading inputs: [Location], in graph: TaskGraph) -> String {
        var encoder = CanonicalEncoder()
        encoder.append(piece.key)
        for input in inputs {
            encoder.append(input.key)
            encoder.append(input.place)
        }
        let name = piece.outputs.count == 1 ? graph.name(of: piece.outputs[0]) : piece.name
        return "\(name)-\(encoder.digest)"
    }

    private mutating func add(_ buffer: [UInt8]) -> Int {
        buffers.append(buffer)
        return buffers.count - 1
    }

    private mutating func addSource(
        _ source: TaskID, _ suffix: String, of graph: TaskGraph, registry: OperationRegistry,
        _ directory: SharedDirectory?
    ) throws -> Location {
        guard let data = graph.operation(of: source) as? any DataSource else {
            preconditionFailure("task \(source.index) is not a data source")
        }
        let encoded = try registry.encode(data.value)
        var task = ClusterTask(
            key: graph.label(of: source) + suffix, kind: directory == nil ? .value : .file)
        task.meta = add(encoded.meta)
        if let directory {
            task.path = try directory.file(of: encoded, name: graph.name(of: source))
            task.lengths = encoded.frames.map(\.count)
        } else {
            task.frames = encoded.frames.map { frame in add(frame.withUnsafeBytes { Array($0) }) }
        }
        tasks.append(task)
        return Location(key: task.key, place: 0)
    }

    /// Adds a task that selects some outputs of a piece, unless it exists already.
    private mutating func addPick(
        _ outputs: [TaskID], from piece: Piece, _ pieceKey: String, _ graph: TaskGraph, _ suffix: String
    ) -> String {
        let places = outputs.compactMap { piece.outputs.firstIndex(of: $0) }
        var encoder = CanonicalEncoder()
        encoder.append(pieceKey)
        for place in places { encoder.append(place) }
        let key = "\(outputs.count == 1 ? graph.name(of: outputs[0]) : "pick")-\(encoder.digest)\(suffix)"
        guard picks.insert(key).inserted else { return key }
        var task = ClusterTask(key: key, kind: .pick)
        task.of = pieceKey
        task.places = places
        tasks.append(task)
        return key
    }
}

extension TaskGraph {
    /// The Dask key of the task: its operation, by which dashboards group tasks, and its key in the graph.
    func label(of task: TaskID) -> String { "\(name(of: task))-\(key(of: task))" }
}
