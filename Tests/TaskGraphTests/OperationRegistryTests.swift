import TaskGraph
import Testing

/// A value with a small and a large part.
struct Reading: Equatable, Sendable {
    var label: String
    var samples: [Double]
}

extension OperationRegistry {
    /// A registry of `Add`, of a list of settings, and of two types of value.
    static var forTests: OperationRegistry {
        var registry = OperationRegistry()
        registry.add(operation: "add") { Add(number: try $0.readInt()) }
        registry.add(value: "int", of: Int.self) { value, writer in
            writer.header.append(value)
        } decode: {
            try $0.header.readInt()
        }
        registry.add(value: "reading", of: Reading.self) { reading, writer in
            writer.header.append(reading.label)
            writer.append(Frame(reading.samples))
        } decode: { reader in
            Reading(
                label: try reader.header.readString(), samples: try reader.readArray(of: Double.self))
        }
        return registry
    }
}

@Suite("The task registry: values")
struct TaskLibraryTests {
    private let registry = OperationRegistry.forTests

    @Test("gives back values and failures, to the bit, with their true sizes")
    func roundTrip() throws {
        let reading = Reading(label: "a", samples: [1, -0.0, .infinity])
        let encoded = try registry.encode(reading)
        #expect(encoded.frames.map(\.count) == [24])
        let back = try #require(try registry.decode(encoded) as? Reading)
        #expect(back.label == "a")
        #expect(back.samples.map(\.bitPattern) == reading.samples.map(\.bitPattern))
        #expect(
            try registry.byteCount(of: Reading(label: "a", samples: Array(repeating: 0, count: 1000))) == 8010
        )

        let failed = FailedTask(
            failure: TaskFailure(origin: TaskKey(high: 1, low: 2), operation: "add", message: "no ü"),
            urgency: 7)
        #expect(try registry.decode(registry.encode(failed)) as? FailedTask == failed)
        #expect(try registry.decode(registry.encode(Reading(label: "", samples: []))) as? Reading != nil)
    }

    @Test("does not copy large parts")
    func borrowedFrames() throws {
        let samples = [Double](repeating: 1, count: 100)
        let address = samples.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        let encoded = try registry.encode(Reading(label: "", samples: samples))
        #expect(encoded.frames[0].withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } == address)
    }

    @Test("refuses a value it does not know, on either side")
    func unknownValues() throws {
        #expect(throws: WireError.unknownValue(name: "String")) { try registry.encode("text") }
        let encoded = try registry.encode(5)
        #expect(throws: WireError.unknownValue(name: "int, version 1")) {
            try OperationRegistry().decode(encoded)
        }
        var newer = registry
        newer.add(value: "int", of: Int.self, version: 2, encode: { _, _ in }, decode: { _ in 0 })
        #expect(throws: WireError.unknownValue(name: "int, version 1")) { try newer.decode(encoded) }
    }

    @Test("refuses a value of which a codec left a part")
    func unreadParts() throws {
        var registry = OperationRegistry()
        registry.add(value: "int", of: Int.self) { value, writer in
            writer.header.append(value)
            writer.append(Frame([1.0]))
        } decode: {
            try $0.header.readInt()
        }
        let encoded = try registry.encode(5)
        #expect(throws: WireError.self) { try registry.decode(encoded) }
    }

    @Test("notices every bit that was flipped, in what is small and in what is large")
    func flippedBits() throws {
        let encoded = try registry.encode(Reading(label: "label", samples: [1, 2]))
        let frame = encoded.frames[0].withUnsafeBytes { Array($0) }
        #expect(try decode(encoded.meta, frame) == Reading(label: "label", samples: [1, 2]))
        for bit in 0..<8 * encoded.meta.count {
            var damaged = encoded.meta
            damaged[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: WireError.self) { try decode(damaged, frame) }
        }
        for bit in 0..<8 * frame.count {
            var damaged = frame
            damaged[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: WireError.wrongChecksum) { try decode(encoded.meta, damaged) }
        }
        for count in 0..<encoded.meta.count {
            #expect(throws: WireError.self) { try decode(Array(encoded.meta.prefix(count)), frame) }
        }
    }

    @Test("refuses more, fewer and other frames than there were")
    func otherFrames() throws {
        let encoded = try registry.encode(Reading(label: "", samples: [1, 2]))
        let frame = encoded.frames[0].withUnsafeBytes { Array($0) }
        #expect(throws: WireError.self) {
            try encoded.meta.withUnsafeBytes { try registry.decode(meta: $0, frames: []) }
        }
        #expect(throws: WireError.wrongChecksum) { try decode(encoded.meta, Array(frame.prefix(8))) }
    }

    /// A tree of readings.
    private struct Tree: Sendable, Equatable {
        var name: String
        var readings: [Reading] = []
        var branches: [Tree] = []

        var depth: Int { (branches.map(\.depth).max() ?? 0) + 1 }
    }

    private var treeLibrary: OperationRegistry {
        var registry = registry
        registry.add(value: "tree", of: Tree.self) { tree, writer in
            writer.header.append(tree.name)
            for parts in [tree.readings as [any Sendable], tree.branches] {
                writer.header.beginList(count: parts.count)
                for part in parts { try writer.append(part: part) }
            }
        } decode: { reader in
            var tree = Tree(name: try reader.header.readString())
            for _ in 0..<(try reader.header.beginList()) {
                tree.readings.append(try #require(try reader.readPart() as? Reading))
            }
            for _ in 0..<(try reader.header.beginList()) {
                tree.branches.append(try #require(try reader.readPart() as? Tree))
            }
            return tree
        }
        return registry
    }

    @Test("gives back values that have values as parts")
    func parts() throws {
        let readings = (0..<3).map { Reading(label: "\($0)", samples: [Double($0)]) }
        let inner = Tree(name: "inner", readings: [readings[0], readings[1]])
        let tree = Tree(
            name: "outer", readings: [readings[2]], branches: [inner, Tree(name: "empty"), inner])
        let encoded = try treeLibrary.encode(tree)
        #expect(encoded.frames.count == 5)
        #expect(try treeLibrary.decode(encoded) as? Tree == tree)
        #expect(throws: WireError.unknownValue(name: "tree, version 1")) { try registry.decode(encoded) }
    }

    @Test("refuses parts that are nested without end")
    func depth() throws {
        var tree = Tree(name: "leaf")
        for _ in 0..<60 { tree = Tree(name: "", branches: [tree]) }
        #expect(try (treeLibrary.decode(treeLibrary.encode(tree)) as? Tree)?.depth == 61)
        for _ in 0..<60 { tree = Tree(name: "", branches: [tree]) }
        let encoded = try treeLibrary.encode(tree)
        #expect(throws: WireError.self) { try treeLibrary.decode(encoded) }
    }

    @Test("has a digest of names and versions that does not depend on the order of adding")
    func digests() {
        var one = OperationRegistry()
        one.add(operation: "a") { _ in Add() }
        one.add(operation: "b") { _ in Add() }
        var other = OperationRegistry()
        other.add(operation: "b") { _ in Add() }
        other.add(operation: "a") { _ in Add() }
        #expect(one.digest == other.digest)
        #expect(one.operationNames == ["a", "b"])
        other.add(operation: "a", version: 2) { _ in Add() }
        #expect(one.digest != other.digest)
        one.add(value: "int", of: Int.self, encode: { _, _ in }, decode: { _ in 0 })
        #expect(Set([one.digest, other.digest, OperationRegistry().digest]).count == 3)
    }

    private func decode(_ meta: [UInt8], _ frame: [UInt8]) throws -> Reading? {
        try meta.withUnsafeBytes { meta in
            try frame.withUnsafeBytes { try registry.decode(meta: meta, frames: [$0]) as? Reading }
        }
    }
}
