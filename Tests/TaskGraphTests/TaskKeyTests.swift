import TaskGraph
import TestOperations
import Testing

@Suite("Keys")
struct TaskKeyTests {
    @Test("are written as 32 hexadecimal digits, and read back")
    func description() {
        let key = TaskKey(high: 0x1, low: 0xABC0_0000_0000_0000)
        #expect(key.description == "0000000000000001abc0000000000000")
        #expect(TaskKey(key.description) == key)
    }

    @Test(
        "are not read from other text",
        arguments: [
            "", "0", "0000000000000001abc000000000000", "0000000000000001abc00000000000000",
            "000000000000000gabc0000000000000", "+000000000000001abc0000000000000",
            "0000000000000001-bc0000000000000",
        ])
    func malformed(text: String) {
        #expect(TaskKey(text) == nil)
    }

    @Test("are ordered as their descriptions are")
    func order() {
        var generator = SplitMix64(state: 1)
        for _ in 0..<200 {
            let left = TaskKey(high: generator.next() % 3, low: generator.next())
            let right = TaskKey(high: generator.next() % 3, low: generator.next())
            #expect((left < right) == (left.description < right.description))
        }
    }

    @Test("of raw bytes are their XXH3, whatever the buffer's address")
    func raw() {
        #expect(TaskKey(hashing: UnsafeRawBufferPointer(start: nil, count: 0)) == CanonicalEncoder().digest)
        var encoder = CanonicalEncoder()
        encoder.append(7)
        let bytes = [0] + encoder.bytes
        #expect(bytes.withUnsafeBytes { TaskKey(hashing: .init(rebasing: $0[1...])) } == encoder.digest)
    }

    @Test("of a graph are those of an independent computation")
    func goldenGraph() throws {
        for key in try GoldenKeys.read().graph.keys() { #expect(key.found == key.expected) }
    }

    @Test("are the same in another process, whose hash tables are seeded otherwise")
    func otherProcess() async {
        await #expect(processExitsWith: .success) {
            let keys = try GoldenKeys.read().graph.keys()
            precondition(keys.allSatisfy { $0.found == $0.expected })
        }
    }
}
