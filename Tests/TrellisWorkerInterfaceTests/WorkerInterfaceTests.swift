import CTrellisWorker
import Dispatch
import Foundation
import Synchronization
import Testing
import Trellis

@Suite("The worker library's C interface")
struct WorkerInterfaceTests {
    @Test("describes the library")
    func description() throws {
        #expect(tk_abi_version() == TK_ABI_VERSION)
        let text = try #require(tk_describe())
        defer { tk_free(text) }
        struct Description: Decodable { let abi: Int, names: [String], operations: String, trellis: String }
        let description = try JSONDecoder().decode(Description.self, from: Data(String(cString: text).utf8))
        #expect(description.abi == Int(TK_ABI_VERSION))
        #expect(description.operations == testLibrary.digest.description)
        #expect(description.names == testLibrary.operationNames)
        #expect(description.trellis == Release.version)
    }

    @Test("runs a whole search in pieces, with the bits of the serial scheduler", arguments: [0.0001, 0.01])
    func search(target: Double) async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let iris = try Table(csv: root.appending(path: "datasets/iris.csv").path()).dataset(
            target: "species")
        let plan = try GridSearch(
            Pipeline(StandardScaler(), PCA(), SVC()),
            grid: ParameterGrid().varying(\PCA.nComponents, over: [2, 3, 5]).varying(\SVC.c, over: [0.1, 1]),
            scoring: [.accuracy, .f1Macro]
        ).plan(iris)
        let graph = plan.graph
        let cut = graph.fused(
            outputs: plan.outputs, workers: 2, targetSeconds: target, costs: TaskCosts(of: graph))
        var handles: [TaskID: UInt64] = [:]
        for source in cut.sources {
            let operation = try #require(graph.operation(of: source) as? any DataSource)
            let encoded = try testLibrary.encode(operation.value)
            handles[source] = try Worker.decode(
                encoded.meta, encoded.frames.map { $0.withUnsafeBytes { Array($0) } })
        }
        for piece in cut.pieces {
            let run = try Worker.run(
                testLibrary.encode(piece, of: graph), piece.inputs.map { try #require(handles[$0]) },
                outputs: piece.outputs.count)
            for (task, handle) in zip(piece.outputs, run.outputs) {
                // On to the next piece by way of bytes.
                let (meta, frames) = try Worker.encode(handle)
                let bytes = meta.count + frames.reduce(0) { $0 + $1.count }
                #expect(tk_nbytes(handle) > 0 && tk_nbytes(handle) <= bytes)
                tk_release(handle)
                handles[task] = try Worker.decode(meta, frames)
            }
        }
        let serial = try await SerialScheduler().run(graph, outputs: plan.outputs)
        var failed = 0
        for output in plan.outputs {
            let (meta, frames) = try Worker.encode(#require(handles[output]))
            switch serial.outcome(of: output) {
            case .success(let value):
                let expected = try testLibrary.encode(value)
                #expect(meta == expected.meta && frames.isEmpty)
            case .failure(let failure):
                let value = try meta.withUnsafeBytes { try testLibrary.decode(meta: $0, frames: []) }
                #expect((value as? FailedTask)?.failure == failure)
                failed += 1
            }
        }
        // Five components of four columns are too many: a path of 2 candidates on 5 folds, by 2 scorers.
        #expect(failed == 10)
        handles.values.forEach(tk_release)
    }

    @Test("frees a value with its last reference")
    func references() throws {
        var graph = TaskGraph()
        let token = graph.insert(MakeToken(number: 1), inputs: [])
        let piece = try graph.encodedWhole([token])
        #expect(Token.count(of: 1) == 0)
        let handle = try Worker.run(piece, outputs: 1).outputs[0]
        #expect(Token.count(of: 1) == 1)
        tk_retain(handle)
        tk_release(handle)
        #expect(Token.count(of: 1) == 1)
        let (meta, frames) = try Worker.encode(handle)
        let copy = try Worker.decode(meta, frames)
        #expect(Token.count(of: 1) == 2)
        tk_release(handle)
        tk_release(copy)
        #expect(Token.count(of: 1) == 0)
        // A run that is refused leaves nothing behind.
        #expect(throws: Refusal.self) { try Worker.run(piece, outputs: 2) }
        #expect(Token.count(of: 1) == 0)
    }

    @Test("writes nothing to small buffers, and lends frames to large ones")
    func capacity() throws {
        let matrix = Matrix([[1, 2, 3]])
        let encoded = try testLibrary.encode(matrix)
        let handle = try Worker.decode(
            encoded.meta, encoded.frames.map { $0.withUnsafeBytes { Array($0) } })
        defer { tk_release(handle) }
        var meta = [UInt8](repeating: 77, count: encoded.meta.count)
        var frames: [UnsafeRawPointer?] = [nil]
        var lengths: [UInt64] = [0]
        var count = 0
        #expect(tk_encode(handle, &meta, meta.count - 1, &frames, &lengths, 1, &count, nil) == meta.count)
        #expect(meta.allSatisfy { $0 == 77 } && count == 1)
        #expect(tk_encode(handle, &meta, meta.count, &frames, &lengths, 0, &count, nil) == meta.count)
        #expect(meta.allSatisfy { $0 == 77 } && frames == [nil])
        #expect(tk_encode(handle, &meta, meta.count, &frames, &lengths, 1, &count, nil) == meta.count)
        #expect(meta == encoded.meta && lengths == [24])
        let first = frames
        _ = tk_encode(handle, &meta, meta.count, &frames, &lengths, 1, &count, nil)
        #expect(frames == first)
        #expect(
            UnsafeRawBufferPointer(start: frames[0], count: 24).load(fromByteOffset: 16, as: Double.self) == 3
        )
        #expect(tk_nbytes(handle) >= 24)
    }

    @Test("lends frames that stay, even those that the value itself does not keep")
    func lending() throws {
        func made(_ number: Int) throws -> UInt64 {
            var graph = TaskGraph()
            let token = graph.insert(MakeToken(number: number), inputs: [])
            return try Worker.run(graph.encodedWhole([token]), outputs: 1).outputs[0]
        }
        func frame(_ handle: UInt64) -> UnsafeRawPointer? {
            var meta = [UInt8](repeating: 0, count: 1000)
            var frames: [UnsafeRawPointer?] = [nil]
            var lengths: [UInt64] = [0]
            var count = 0
            let size = tk_encode(handle, &meta, meta.count, &frames, &lengths, 1, &count, nil)
            #expect(size > 0 && count == 1 && lengths == [8])
            return frames[0]
        }
        let handles = try (1000..<1100).map(made)
        defer { handles.forEach(tk_release) }
        // Frames that were freed would be taken by those that follow.
        let frames = handles.map(frame)
        #expect(frames.map { $0?.load(as: Int.self) } == Array(1000..<1100))
        #expect(handles.map(frame) == frames)
    }

    @Test("ends a run when the flag is raised")
    func cancellation() throws {
        var graph = TaskGraph()
        let task = graph.insert(WaitForCancellation(), inputs: [])
        let piece = try graph.encodedWhole([task])
        let flag = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
        flag.initialize(to: 0)
        defer { flag.deallocate() }
        nonisolated(unsafe) let raised = flag
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.05) { raised.pointee = 1 }
        #expect(throws: Refusal(status: Int32(TK_CANCELLED), message: "CancellationError()")) {
            try Worker.run(piece, outputs: 1, cancel: flag)
        }
    }

    @Test("returns the failure of a task as a value, and includes it in the report")
    func failures() throws {
        var graph = TaskGraph()
        let refusing = graph.insert(Refuse(), inputs: [])
        let token = graph.insert(MakeToken(number: 3), inputs: [])
        let run = try Worker.run(graph.encodedWhole([refusing, token]), outputs: 2)
        defer { run.outputs.forEach(tk_release) }
        let failures = run.report.entries.compactMap(\.failure)
        #expect(failures.map(\.operation) == ["refuse"])
        #expect(failures.map(\.origin) == [graph.key(of: refusing)])
        let (meta, frames) = try Worker.encode(run.outputs[0])
        #expect(frames.isEmpty)
        let value = try meta.withUnsafeBytes { try testLibrary.decode(meta: $0, frames: []) }
        #expect((value as? FailedTask)?.failure == failures.first)
        #expect(Token.count(of: 3) == 1)
    }

    /// In a process of its own, in which no other test's pieces run.
    @Test("runs a piece on one core, or on as many as it is told")
    func cores() async {
        await #expect(processExitsWith: .success) {
            var graph = TaskGraph()
            let task = graph.insert(CountCores(), inputs: [])
            let piece = try graph.encodedWhole([task])
            func cores() throws -> Int? {
                let handle = try Worker.run(piece, outputs: 1).outputs[0]
                defer { tk_release(handle) }
                return try Worker.encode(handle).frames.first?.withUnsafeBytes { $0.load(as: Int.self) }
            }
            #expect(try cores() == 1)
            tk_set_blas_threads(3)
            #expect(try cores() == 3)
        }
    }

    @Test("returns a status code for each kind of error")
    func statuses() throws {
        var graph = TaskGraph()
        let token = graph.insert(MakeToken(number: 2), inputs: [])
        let piece = try graph.encodedWhole([token])
        func status(_ piece: [UInt8], _ inputs: [UInt64] = [], outputs: Int = 1) -> Refusal? {
            do {
                try Worker.run(piece, inputs, outputs: outputs).outputs.forEach(tk_release)
                return nil
            } catch { return error as? Refusal }
        }
        #expect(status(piece) == nil)
        #expect(status([])?.status == Int32(TK_BAD_FRAME))
        #expect(status(Array(piece.dropLast()))?.status == Int32(TK_BAD_FRAME))
        #expect(
            status(piece, outputs: 2)
                == Refusal(status: Int32(TK_FAILED), message: "found room for 2 outputs, expected 1"))
        #expect(status(piece, [0]) == Refusal(status: Int32(TK_FAILED), message: "a handle is 0"))
        let handle = try Worker.run(piece, outputs: 1).outputs[0]
        defer { tk_release(handle) }
        #expect(
            status(piece, [handle])
                == Refusal(status: Int32(TK_FAILED), message: "the subgraph received 1 inputs, expected 0"))

        var other = testLibrary
        other.add(operation: "foreign") { _ in Refuse() }
        struct Foreign: TaskGraphOperation { let name = "foreign" }
        var foreign = TaskGraph()
        let task = foreign.insert(Foreign(), inputs: [])
        let cut = foreign.fused(outputs: [task], workers: 1, costs: TaskCosts(of: foreign))
        let bytes = try other.encode(#require(cut.pieces.first), of: foreign)
        #expect(
            status(bytes)
                == Refusal(
                    status: Int32(TK_UNKNOWN_OPERATION),
                    message: WireError.unknownOperation(name: "foreign").description))

        #expect(throws: Refusal(status: Int32(TK_FAILED), message: "a handle is 0")) { try Worker.encode(0) }
        #expect(throws: Refusal.self) { try Worker.decode([1, 2, 3]) }
        #expect(tk_nbytes(0) == 0)
        tk_retain(0)
        tk_release(0)
        tk_free(nil)
        #expect(tk_run(nil, 5, nil, 3, nil, nil, 2, nil, nil, nil) == TK_BAD_FRAME)
        #expect(tk_decode(nil, 5, nil, nil, 3, nil, nil) == TK_BAD_FRAME)
    }

    @Test("may be called on many threads at once")
    func threads() throws {
        var graph = TaskGraph()
        let token = graph.insert(MakeToken(number: 5), inputs: [])
        let piece = try graph.encodedWhole([token])
        let shared = try Worker.run(piece, outputs: 1).outputs[0]
        let expected = try Worker.encode(shared).meta
        let wrong = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: 200) { _ in
            tk_retain(shared)
            let own = try? Worker.run(piece, outputs: 1).outputs[0]
            let metas = [try? Worker.encode(shared).meta, try? Worker.encode(own ?? 0).meta]
            if metas != [expected, expected] { wrong.add(1, ordering: .relaxed) }
            tk_release(own ?? 0)
            tk_release(shared)
        }
        tk_release(shared)
        #expect(wrong.load(ordering: .relaxed) == 0)
        #expect(Token.count(of: 5) == 0)
    }
}

/// An operation without parameters and without a result.
private protocol TaskGraphOperation: Trellis.TaskOperation {}

extension TaskGraphOperation {
    func encodeParameters(into encoder: inout CanonicalEncoder) {}
    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable { 0 }
}
