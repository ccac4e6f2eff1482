import Testing
import Trellis

@testable import ModelSelection

/// Maps of several steps do what the steps do, one after the other.
@Suite struct RowMapTests {
    /// Rows of one column about an offset and one about 0.
    private static func rows(about offset: Double) -> Matrix {
        let rows = (0..<12).map { row -> [Double] in
            let (first, second) = (Double(row * row % 7), Double(row * 5 % 11))
            return [offset + first, second - 4]
        }
        return Matrix(rows)
    }

    /// Near 0 two scalers are one map; far from it the first rounds by the offset, and rows go through it to the bit.
    @Test(arguments: [(10.0, 1), (1e9, 2)]) func stepsThatRoundStayApart(offset: Double, parts: Int) throws {
        let x = Self.rows(about: offset)
        let target = Target.values([Double](repeating: 0, count: 12))
        let first = try MinMaxScaler().fit(x, to: target)
        let middle = try first.transform(x)
        let second = try StandardScaler().fit(middle, to: target)
        let map = RowMap(first, of: MinMaxScaler.kind).followed(by: second, of: StandardScaler.kind)
        #expect(map.parts.count == parts)
        #expect((map.affineMap == nil) == (parts > 1))
        let indices = [7, 2, 3]
        let (images, expected) = (
            try map.images(of: x, at: indices), try second.transform(middle).rows(at: indices)
        )
        if parts > 1 { #expect(images == expected) }
        for (image, value) in zip(images.values, expected.values) { #expect(abs(image - value) < 1e-13) }

        let registry = OperationRegistry.standard
        let back = try #require(try registry.decode(registry.encode(map)) as? RowMap)
        #expect(back.last == StandardScaler.kind)
        #expect(try back.images(of: x, at: indices) == images)
    }
}
