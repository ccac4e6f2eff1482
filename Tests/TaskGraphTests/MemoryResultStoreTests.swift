import TestOperations
import Testing

@testable import TaskGraph

@Suite("A result store in memory")
struct MemoryResultStoreTests {
    private func key(_ number: Int) -> TaskKey { TaskKey(high: 1, low: UInt64(number)) }

    @Test("keeps at most a number of bytes")
    func limit() {
        let store = MemoryResultStore(byteLimit: 1000, registry: .forResults)
        for number in 0..<10 { store.keep([Double](repeating: 1, count: 40), for: key(number)) }
        // 320 bytes each.
        #expect(store.byteCount == 960)
        #expect((0..<10).filter { store.result(for: key($0)) != nil } == [7, 8, 9])
        store.keep([Double](repeating: 1, count: 126), for: key(10))
        #expect(store.byteCount == 960 && store.result(for: key(10)) == nil)
        store.keep([Double](repeating: 1, count: 125), for: key(11))
        #expect(store.byteCount == 1000 && store.result(for: key(9)) == nil)
    }

    @Test("forgets what was not used for longest")
    func order() {
        let store = MemoryResultStore(byteLimit: 1000, registry: .forResults)
        for number in 0..<3 { store.keep([Double](repeating: 1, count: 40), for: key(number)) }
        #expect(store.result(for: key(0)) != nil)
        store.keep([Double](repeating: 1, count: 40), for: key(3))
        #expect((0..<4).filter { store.result(for: key($0)) != nil } == [0, 2, 3])
    }

    @Test("is the same as a list that is searched", arguments: 0..<200 as Range<UInt64>)
    func model(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        var cache = LeastRecentlyUsed<Int, Int>(limit: 20)
        // The most recently used last.
        var list: [(key: Int, value: Int, size: Int)] = []
        for step in 0..<300 {
            let key = Int.random(in: 0..<12, using: &generator)
            if Bool.random(using: &generator) {
                let found = list.first { $0.key == key }
                #expect(cache.use(key) == found?.value)
                if let found {
                    list.removeAll { $0.key == key }
                    list.append(found)
                }
            } else {
                let size = Int.random(in: 0...22, using: &generator)
                var removed: [Int] = []
                if size <= 20 {
                    removed = list.filter { $0.key == key }.map(\.value)
                    list.removeAll { $0.key == key }
                    while list.reduce(size, { $0 + $1.size }) > 20 {
                        removed.append(list.removeFirst().value)
                    }
                    list.append((key, step, size))
                }
                #expect(cache.insert(step, for: key, size: size) == removed)
            }
            #expect(cache.count == list.count && cache.size == list.reduce(0) { $0 + $1.size })
        }
    }
}
