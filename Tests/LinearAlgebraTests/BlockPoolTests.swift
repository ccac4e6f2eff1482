import Foundation
import Testing

@testable import LinearAlgebra

@Suite struct BlockPoolTests {
    /// Blocks that are distinguished by their sizes; they have no memory.
    private func block(_ byteCount: Int) -> BlockPool.Block {
        BlockPool.Block(
            memory: UnsafeMutableRawBufferPointer(
                start: UnsafeMutableRawPointer(bitPattern: 64), count: byteCount))
    }

    /// A pool in which blocks of these sizes were all in use once, and given back in this order.
    private func pool(of sizes: [Int]) -> BlockPool {
        var pool = BlockPool()
        for size in sizes { #expect(pool.take(size) == nil) }
        for size in sizes { pool.giveBack(block(size)) }
        return pool
    }

    @Test func theBestFittingBlockIsTaken() {
        var pool = pool(of: [800, 1100, 1000, 1050, 2000])
        #expect(pool.take(990)?.memory.count == 1000)
        #expect(pool.take(990)?.memory.count == 1050)
        #expect(pool.take(990)?.memory.count == 1100)
        #expect(pool.take(990) == nil, "800 is too small, and 2000 more than half as large again")
        #expect(pool.kept.map(\.memory.count) == [800, 2000])
    }

    @Test func bytesAreCounted() {
        var pool = pool(of: [1000, 500])
        #expect((pool.usedBytes, pool.keptBytes, pool.peakUsedBytes) == (0, 1500, 1500))
        _ = pool.take(900)
        #expect((pool.usedBytes, pool.keptBytes, pool.peakUsedBytes) == (1000, 500, 1500))
        _ = pool.take(700)
        #expect((pool.usedBytes, pool.keptBytes, pool.peakUsedBytes) == (1700, 500, 1700))
    }

    @Test func theLongestUnusedGoFirst() {
        var pool = pool(of: [100, 200, 300, 400])
        #expect(pool.dropSurplus().isEmpty, "no more than was in use at once")
        #expect(pool.take(450) == nil)
        // 1250 bytes may be held; 450 of them are in use.
        #expect(pool.dropSurplus().map(\.memory.count) == [100, 200])
        #expect(pool.kept.map(\.memory.count) == [300, 400])
        pool.keptLimit = 500
        #expect(pool.dropSurplus().map(\.memory.count) == [300])
        #expect(pool.dropAll().map(\.memory.count) == [400])
        #expect((pool.keptBytes, pool.peakUsedBytes) == (0, pool.usedBytes))
    }

    @Test func noTwoHaveOneBlock() async {
        await withTaskGroup { group in
            for writer in 0..<8 as Range<UInt8> {
                group.addTask {
                    for round in 0..<200 {
                        let size = LargeMemory.minKeptBytes + (round % 5) * 40_000
                        let block = LargeMemory.allocate(byteCount: size)
                        #expect(block.count >= size)
                        block.initializeMemory(as: UInt8.self, repeating: writer)
                        if round % 50 == 0 { await Task.yield() }
                        #expect(block.allSatisfy { $0 == writer })
                        LargeMemory.deallocate(block)
                    }
                }
            }
        }
    }
}
