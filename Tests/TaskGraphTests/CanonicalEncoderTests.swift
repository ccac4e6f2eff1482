import TaskGraph
import Testing

@Suite("The canonical encoding")
struct CanonicalEncoderTests {
    @Test("has the digests of an independent computation")
    func goldenDigests() throws {
        for encoding in try GoldenKeys.read().encodings {
            var encoder = CanonicalEncoder()
            for value in encoding.values { value.append(to: &encoder) }
            #expect(encoder.digest.description == encoding.digest, "\(encoding.values)")
        }
    }

    @Test("of operations has the digests of an independent computation")
    func goldenOperations() throws {
        for operation in try GoldenKeys.read().graph.operations {
            let described = Described(
                name: operation.name, version: operation.version, parameters: operation.parameters)
            #expect(described.digest.description == operation.digest)
        }
    }

    @Test("distinguishes values by type, length and place")
    func distinct() {
        let writers: [@Sendable (inout CanonicalEncoder) -> Void] = [
            { _ in },
            { $0.appendNil() },
            { $0.append(true) },
            { $0.append(1) },
            { $0.append(1.0) },
            { $0.append("1") },
            { $0.append("10") },
            { $0.append(10) },
            { $0.append(bytes: [49]) },
            { $0.append([1]) },
            { $0.append([1.0]) },
            { $0.append([] as [Int]) },
            { $0.append([] as [Double]) },
            { $0.append("") },
            { $0.append(bytes: []) },
            { $0.append(0.0) },
            { $0.append(-0.0) },
            { $0.append(TaskKey(high: 0, low: 1)) },
            { $0.append(TaskKey(high: 1, low: 0)) },
            { $0.beginList(count: 0) },
            {
                $0.beginList(count: 1); $0.append(1)
            },
            {
                $0.append("ab"); $0.append("c")
            },
            {
                $0.append("a"); $0.append("bc")
            },
            {
                $0.beginList(count: 1); $0.beginList(count: 1); $0.append(1); $0.append(2)
            },
            {
                $0.beginList(count: 2); $0.beginList(count: 1); $0.append(1); $0.append(2)
            },
        ]
        let encoders = writers.map { write in
            var encoder = CanonicalEncoder()
            write(&encoder)
            return encoder
        }
        #expect(Set(encoders.map(\.bytes)).count == writers.count)
        #expect(Set(encoders.map(\.digest)).count == writers.count)
    }

    @Test("writes an optional as the value or its absence")
    func optionals() {
        func bytes(_ write: (inout CanonicalEncoder) -> Void) -> [UInt8] {
            var encoder = CanonicalEncoder()
            write(&encoder)
            return encoder.bytes
        }
        let absent = bytes { $0.appendNil() }
        #expect(bytes { $0.append(nil as Int?) } == absent)
        #expect(bytes { $0.append(nil as Double?) } == absent)
        #expect(bytes { $0.append(nil as String?) } == absent)
        #expect(bytes { $0.append(3 as Int?) } == bytes { $0.append(3) })
        #expect(bytes { $0.append(3 as Double?) } == bytes { $0.append(3.0) })
        #expect(bytes { $0.append("3" as String?) } == bytes { $0.append("3") })
    }
}
