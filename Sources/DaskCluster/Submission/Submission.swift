internal import TaskGraph

/// A graph in pieces, as Dask is to have it, and where in it the outputs are.
///
/// # Keys
///
/// A key is the hash of what Dask is told of a task: of a piece, its tasks and outputs, and under which keys and at
/// which places its inputs are; of a task that takes some results from a piece, which is there where a reader does not
/// need all of them, the piece's key and the places. Two runs that cut a graph differently therefore never give one key
/// two meanings, of which Dask would keep the dependencies of the first; and what they cut alike, down to the data, they
/// compute once. The bridge adds the build of the worker library.
struct Submission: Sendable {
    /// The tasks, inputs first.
    private(set) var tasks: [ClusterTask] = []

    /// What the tasks refer to.
    private(set) var buffers: [[UInt8]] = []

    /// For each Dask key whose result is to be fetched, which tasks' results it holds, in order.
    private(set) var wanted: [String: [TaskID]] = [:]

    /// For each Dask key of a piece, the tasks in it.
    private(set) var members: [String: [TaskID]] = [:]

    /// The keys of the tasks that take results from a piece.
    private var picks: Set<String> = []

    /// Where a result is: under a Dask key, at a place.
    private struct Location: Hashable {
        var key: String
        var place: Int
    }

    /// Lays out pieces of a graph for Dask.
    ///
    /// Linear in the pieces, their inputs and the bytes of data sources.
    ///
    /// - Parameters:
    ///   - pieces: those that `outputs` need.
    ///   - outputs: the tasks whose results are wanted; those that hold data are not fetched.
    ///   - suffix: is added to every key but those of data, to tell apart another try of what failed.
    ///   - dataSuffix: is added to the keys of data.
    ///   - directory: where data are written for workers to read; nil if they are to go with the graph.
    /// - Throws: `WireError` for an operation or a value that the library does not know;
    ///   ``DaskClusterError/sharedDirectoryUnusable(path:reason:)``.
    init(
        _ pieces: FusedGraph, of graph: TaskGraph, outputs: [TaskID], library: TaskLibrary,
        suffix: String = "", dataSuffix: String = "", directory: SharedDirectory? = nil
    ) throws {
        var sources: [TaskID: Location] = [:]
        for source in pieces.sources {
            sources[source] = try addSource(source, dataSuffix, of: graph, library: library, directory)
        }
        let wantedTasks = Set(outputs)
        var producers: [TaskID: Int] = [:]
        for (number, piece) in pieces.pieces.enumerated() {
            for output in piece.outputs { producers[output] = number }
        }
        /// By output, the pieces that read it.
        var readers: [TaskID: [Int]] = [:]
        for (number, piece) in pieces.pieces.enumerated() {
            for input in piece.inputs where producers[input] != nil {
                readers[input, default: []].append(number)
            }
        }

        /// Where each reader finds a result: each group of readers that needs the same results has one task.
        var locations = sources
        for piece in pieces.pieces {
            let inputs = piece.inputs.compactMap { locations[$0] }
            let key = Self.key(of: piece, reading: inputs, in: graph) + suffix
            members[key] = piece.tasks
            var task = ClusterTask(key: key, kind: .piece)
            task.graph = add(try library.encode(piece, of: graph))
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

    /// The outputs that other pieces read, together with those that the same pieces read.
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
        _ source: TaskID, _ suffix: String, of graph: TaskGraph, library: TaskLibrary,
        _ directory: SharedDirectory?
    ) throws -> Location {
        guard let data = graph.operation(of: source) as? any DataSource else {
            preconditionFailure("task \(source.index) is among the sources, but holds no data")
        }
        let encoded = try library.encode(data.value)
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

    /// Adds a task that takes some outputs of a piece, unless it is there.
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
    /// What Dask calls the task: its operation, by which a dashboard groups, and its key.
    func label(of task: TaskID) -> String { "\(name(of: task))-\(key(of: task))" }
}
