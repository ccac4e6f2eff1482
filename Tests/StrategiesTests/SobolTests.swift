import Learning
import Testing

@testable import Strategies

@Suite("Sobol sequences and Latin hypercubes")
struct SobolTests {
    private struct Golden: Decodable {
        let small, large, later: [[Double]]
        let skipped: Int
    }

    @Test func `points without scrambling equal SciPy's`() throws {
        let golden: Golden = try GoldenFile.read("sobol")
        #expect(SobolSequence(dimensions: 7).points(256) == golden.small)
        #expect(SobolSequence(dimensions: 128).points(64) == golden.large)
        #expect(SobolSequence.mostDimensions == 128)
    }

    @Test func `points far along equal SciPy's`() throws {
        let golden: Golden = try GoldenFile.read("sobol")
        let columns = [0, 1, 2, 3, 4]
        let found = SobolSequence(dimensions: 5).points(golden.skipped + 2).suffix(2)
        #expect(Array(found) == golden.later.map { row in columns.map { row[$0] } })
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `scrambled points have one in each elementary interval`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let points = SobolSequence(dimensions: 10, scrambledBy: &generator).points(256)
        #expect(points.allSatisfy { $0.allSatisfy { 0 <= $0 && $0 < 1 } })
        for dimension in 0..<10 {
            #expect(Set(points.map { Int($0[dimension] * 256) }).count == 256)
        }
        // The first two dimensions are a (0, 8, 2) net.
        for power in 0...8 {
            let (rows, columns) = (Double(1 << power), Double(1 << (8 - power)))
            #expect(Set(points.map { [Int($0[0] * rows), Int($0[1] * columns)] }).count == 256)
        }
    }

    @Test func `scrambled points are uniform over seeds`() {
        let firsts = (0..<4000 as Range<UInt64>).map { seed -> [Double] in
            var generator = SeededGenerator(seed: seed)
            return SobolSequence(dimensions: 3, scrambledBy: &generator).points(6)[5]
        }
        for dimension in 0..<3 {
            let mean = firsts.reduce(0) { $0 + $1[dimension] } / 4000
            #expect(abs(mean - 0.5) < 5 * 0.2887 / 63.2)
        }
    }

    @Test func `each part of a Latin hypercube has one point`() {
        for count in [1, 2, 7, 1000] {
            var generator = SeededGenerator(seed: UInt64(count))
            let points = LatinHypercube.points(count, dimensions: 5, using: &generator)
            for dimension in 0..<5 {
                #expect(Set(points.map { Int($0[dimension] * Double(count)) }) == Set(0..<count))
            }
        }
    }
}
