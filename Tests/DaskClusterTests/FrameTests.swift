import TestOperations
import Testing

@testable import DaskCluster

@Suite("Frames")
struct FrameTests {
    @Test("come out of a stream as they went in, however it is cut")
    func cuts() throws {
        for seed in 0..<500 as Range<UInt64> {
            var generator = SplitMix64(state: seed)
            let frames = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                BridgeFrame(
                    header: Self.bytes(30, &generator),
                    buffers: (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                        Self.bytes(50, &generator)
                    })
            }
            var rest = frames.flatMap(\.encoded)[...]
            var parser = FrameParser()
            var found: [BridgeFrame] = []
            while !rest.isEmpty {
                let count = Int.random(in: 1...40, using: &generator)
                parser.append(rest.prefix(count))
                rest = rest.dropFirst(count)
                while let frame = try parser.next() { found.append(frame) }
            }
            #expect(found == frames, "seed \(seed)")
            #expect(parser.isBetweenFrames)
        }
    }

    private static func bytes(_ most: Int, _ generator: inout SplitMix64) -> [UInt8] {
        (0..<Int.random(in: 0...most, using: &generator)).map { _ in .random(in: 0...255, using: &generator) }
    }

    /// The Python side is tested against the same bytes.
    @Test("have the layout that the other side reads")
    func layout() {
        let frame = BridgeFrame(header: Array(#"{"a":1}"#.utf8), buffers: [Array("xyz".utf8)])
        #expect(
            frame.encoded == [7, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0] + Array(#"{"a":1}xyz"#.utf8))
    }

    @Test(
        "of impossible sizes are refused",
        arguments: [
            [UInt8](repeating: 255, count: 8),
            [1, 0, 0, 0, 1, 0, 0, 0] + [UInt8](repeating: 255, count: 8),
            [1, 0, 0, 0, 2, 0, 0, 0] + [UInt8](repeating: 255, count: 7) + [127]
                + [UInt8](repeating: 255, count: 7)
                + [127],
        ])
    func impossible(bytes: [UInt8]) {
        var parser = FrameParser()
        parser.append(bytes)
        #expect(throws: DaskClusterError.self) { try parser.next() }
    }
}

@Suite("Replies of the bridge")
struct BridgeReplyTests {
    private func reply(_ header: String, _ buffers: [[UInt8]] = []) throws -> BridgeReply {
        try BridgeReply(BridgeFrame(header: Array(header.utf8), buffers: buffers))
    }

    @Test("are read")
    func read() throws {
        #expect(
            try reply(
                #"""
                {"op":"ready","workers":[{"address":"a","name":"n","threads":2,"refusal":null}],"dashboard":"",
                "scheduler":"s","versions":{}}
                """#)
                == .ready(
                    .init(
                        workers: [.init(address: "a", name: "n", threads: 2, refusal: nil)], dashboard: "",
                        scheduler: "s")))
        #expect(
            try reply(
                #"{"op":"ran","run":3,"key":"k","worker":"w","thread":139912345678592,"start":1.5}"#, [[1]])
                == .ran(run: 3, key: "k", worker: "w", thread: 139_912_345_678_592, start: 1.5, report: [1]))
        #expect(
            try reply(
                #"{"op":"done","run":1,"values":[{"key":"a","counts":[0,2]},{"key":"b","counts":[1]}]}"#,
                [[1], [2], [3], [4], [5], [6]])
                == .done(
                    run: 1,
                    [
                        .init(
                            key: "a",
                            parts: [.init(meta: [1], frames: []), .init(meta: [2], frames: [[3], [4]])]),
                        .init(key: "b", parts: [.init(meta: [5], frames: [[6]])]),
                    ]))
        #expect(
            try reply(#"{"op":"failed","run":1,"key":"a","kind":"killed","origin":"o","message":"m"}"#)
                == .failed(run: 1, key: "a", cause: .killed, origin: "o", message: "m"))
        #expect(
            try reply(#"{"op":"refused","worker":"w","name":"n","message":"m"}"#)
                == .refused(worker: "w", name: "n", message: "m"))
    }

    @Test(
        "that say too little, or what is not known, are refused",
        arguments: [
            "", "[]", "{}", #"{"op":"other"}"#, #"{"op":"ran","run":1}"#,
            #"{"op":"refused","worker":"w","message":"m"}"#,
            #"{"op":"done","run":1,"values":[{"key":"a","counts":[1]}]}"#,
            #"{"op":"done","run":1,"values":[{"key":"a","counts":[-1]}]}"#,
        ])
    func refused(header: String) {
        #expect(throws: DaskClusterError.self) { try reply(header, [[1]]) }
    }
}
