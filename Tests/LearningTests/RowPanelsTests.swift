import Testing

@testable import Learning
@testable import LinearAlgebra

/// Rows in panels are the rows, however many, wherever from.
@Suite struct RowPanelsTests {
    private static let shapes: [(rows: Int, columns: Int)] = [
        (0, 3), (1, 1), (31, 2), (32, 7), (33, 8), (447, 9), (448, 5), (449, 17), (1000, 300), (20_000, 60),
    ]

    /// Elements of which no two are the same.
    private static func matrix(_ rows: Int, _ columns: Int) -> Matrix {
        Matrix(rows: rows, columns: columns, values: (0..<rows * columns).map { Double($0) + 0.5 })
    }

    @Test(arguments: shapes)
    func rowsReturn(_ rows: Int, _ columns: Int) {
        let x = Self.matrix(rows, columns)
        let panels = RowPanels(x)
        #expect(panels.rows == rows && panels.columns == columns)
        #expect(panels.matrix == x)
        #expect(panels.runs.flatMap { panels.range(ofRun: $0) } == Array(0..<rows))
    }

    @Test(arguments: shapes)
    func firstColumnsAreThoseOfTheRows(_ rows: Int, _ columns: Int) {
        let x = Self.matrix(rows, columns)
        for count in Set([0, 1, columns / 2, columns]) {
            let first = RowPanels(x).firstColumns(count)
            #expect(first.columns == count)
            #expect(first.matrix == x.firstColumns(count))
            #expect(first.sumOfSquares == RowPanels(x.firstColumns(count)).sumOfSquares)
        }
    }

    @Test func rowsAtIndicesAreTakenInTheirOrder() {
        let x = Self.matrix(900, 6)
        let indices = (0..<700).map { ($0 * 37 + 5) % 900 }
        #expect(RowPanels(x, at: indices).matrix == x.rows(at: indices))
    }

    /// Dense and diagonal maps, with and without an offset: in panels the images are those of the map.
    @Test func imagesAreThoseOfTheMap() {
        let x = Self.matrix(1001, 4)
        let indices = Array(stride(from: 1000, through: 0, by: -2))
        let dense = Matrix(rows: 4, columns: 3, values: (0..<12).map { Double($0 % 5) - 1.5 })
        let maps = [
            AffineMap(centre: [1, 2, 3, 4], linear: .dense(dense)),
            AffineMap(centre: [0, 2, 0, 9], linear: .dense(dense), offset: [1, 0, -2]),
            AffineMap(centre: [1, 1, 1, 1], linear: .diagonal([2, 0.5, -1, 3]), offset: [0, 1, 2, 3]),
        ]
        for map in maps {
            // Small numbers and halves, which no order of additions rounds.
            #expect(RowPanels(map, of: x, at: indices).matrix == map.images(of: x.rows(at: indices)))
        }
    }

    /// What pads the last panel is zeros: it takes part in sums.
    @Test func whatPadsIsZeros() {
        let panels = RowPanels(Matrix(rows: 33, columns: 2, repeating: .infinity))
        panels.withUnsafeRun(0) { elements in
            let last = elements + panels.stride
            #expect(last[0] == .infinity && last[RowPanels.height] == .infinity)
            #expect((1..<RowPanels.height).allSatisfy { last[$0] == 0 && last[RowPanels.height + $0] == 0 })
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func findsWhatIsNotFinite(_ value: Double) throws {
        var x = Self.matrix(500, 3)
        #expect(RowPanels(x).firstInvalidElement(accepting: .numbers) == nil)
        x[470, 2] = value
        x[480, 0] = value
        let found = try #require(RowPanels(x).firstInvalidElement(accepting: .numbers))
        #expect(found.row == 470 && found.column == 2)
        #expect(RowPanels(x).firstColumns(2).firstInvalidElement(accepting: .numbers)?.row == 480)
        // Finite, though its square is not.
        #expect(RowPanels(Matrix([[1e200]])).firstInvalidElement(accepting: .numbers) == nil)
    }

    @Test(arguments: shapes)
    func storageMakesTheSameRows(_ rows: Int, _ columns: Int) throws {
        let panels = RowPanels(Self.matrix(rows, columns))
        let storage = try #require(panels.storage)
        #expect(storage.count == RowPanels.blockCount(rows: rows, columns: columns))
        let back = try #require(RowPanels(rows: rows, columns: columns, storage: storage))
        #expect(back.matrix == panels.matrix && back.sumOfSquares == panels.sumOfSquares)
        #expect(RowPanels(rows: rows + 64, columns: columns, storage: storage) == nil)
        #expect(RowPanels(rows: rows, columns: -1, storage: storage) == nil)
        withExtendedLifetime(panels) {}
    }
}
