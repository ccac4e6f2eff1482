import CVectorLoops

/// The blocks of encoded rows in the layout that the inner loops of the logistic loss read.
struct LogisticCodes: Sendable {
    /// The rows, of which the dense columns are arranged in panels elsewhere.
    let rows: EncodedRows

    /// Row by row, the place of the row in each block among ``columns``; that of no column follows the last.
    ///
    /// The last panel is padded with rows of no column.
    private let places: [Int32]

    /// The columns of all blocks.
    let columns: [Int]

    /// The difference of the two values of each of ``columns``, and the value where it has no code; nil for 1 and 0.
    private let scales: (factors: [Double], zeros: [Double])?

    /// The number of vectors of a table: one for each column, and one for no column.
    var tableRows: Int { columns.count + 1 }

    init(_ rows: EncodedRows) {
        self.rows = rows
        columns = rows.blocks.flatMap(\.columns)
        scales =
            rows.blocks.allSatisfy { $0.values == nil }
            ? nil
            : (
                rows.blocks.flatMap { $0.factors ?? [Double](repeating: 1, count: $0.width) },
                rows.blocks.flatMap { $0.values?.zeros ?? [Double](repeating: 0, count: $0.width) }
            )
        let count = rows.blocks.count
        let none = Int32(columns.count)
        var places = [Int32](repeating: none, count: RowPanels.padded(rows.rows) * count)
        var start: Int32 = 0
        for (index, block) in rows.blocks.enumerated() {
            for (row, code) in block.codes.enumerated() where code >= 0 {
                places[row * count + index] = start + code
            }
            start += Int32(block.width)
        }
        self.places = places
    }

    /// Returns the number of elements of the tables for a number of outputs.
    func tableSize(outputs: Int) -> Int { Self.groups(outputs) * tableRows * Self.lanes }

    /// Writes the scores that the blocks contribute for a range of rows, a whole number of panels, or the last.
    func gather(
        _ range: Range<Int>, _ tables: UnsafePointer<Double>, outputs: Int,
        into scores: UnsafeMutablePointer<Double>
    ) {
        withCodes(range) { trellis_gather_scores(&$0, tables, outputs, scores) }
    }

    /// The number of copies of tables that ``scatter(_:_:outputs:into:)`` writes, so that rows of the same place do not
    /// wait for each other; one if several would not stay in the cache.
    var copies: Int { tableRows <= 1024 ? Int(TRELLIS_COPIES) : 1 }

    /// Adds the residuals of a range of rows to ``copies`` copies of the tables of their derivatives.
    func scatter(
        _ range: Range<Int>, _ residuals: UnsafePointer<Double>, outputs: Int,
        into tables: UnsafeMutablePointer<Double>
    ) {
        let stride = copies == 1 ? 0 : tableSize(outputs: outputs)
        withCodes(range) { trellis_scatter_slopes(&$0, residuals, outputs, tables, stride) }
    }

    /// Returns the tables of the parameters of some outputs, each of which has `width` parameters.
    ///
    /// The contribution of the columns without a code is the same for all rows. It is divided among the blocks, of each of
    /// which a row reads one element.
    func tables(_ points: ArraySlice<Double>, width: Int) -> [Double] {
        let outputs = points.count / width
        var tables = [Double](repeating: 0, count: tableSize(outputs: outputs))
        for output in 0..<outputs {
            let start = points.startIndex + output * width
            guard let scales else {
                for (place, column) in columns.enumerated() {
                    tables[self.place(place, output)] = points[start + column]
                }
                continue
            }
            var ofZeros = 0.0
            for (place, column) in columns.enumerated() {
                ofZeros += scales.zeros[place] * points[start + column]
            }
            ofZeros /= Double(rows.blocks.count)
            for (place, column) in columns.enumerated() {
                tables[self.place(place, output)] = scales.factors[place] * points[start + column] + ofZeros
            }
            tables[place(columns.count, output)] = ofZeros
        }
        return tables
    }

    /// Copies the elements of tables to the derivatives of some outputs, each of which has `width` parameters.
    func copy(_ tables: ArraySlice<Double>, to derivatives: inout ArraySlice<Double>, width: Int) {
        for output in 0..<derivatives.count / width {
            let start = derivatives.startIndex + output * width
            func element(_ place: Int) -> Double { tables[tables.startIndex + self.place(place, output)] }
            guard let scales else {
                for (place, column) in columns.enumerated() { derivatives[start + column] = element(place) }
                continue
            }
            // Every residual is in one element of each block, or in that of no column.
            let total = (0..<tableRows).reduce(0) { $0 + element($1) } / Double(rows.blocks.count)
            for (place, column) in columns.enumerated() {
                derivatives[start + column] =
                    scales.factors[place] * element(place) + scales.zeros[place] * total
            }
        }
    }

    private func place(_ row: Int, _ output: Int) -> Int {
        (output / Self.lanes * tableRows + row) * Self.lanes + output % Self.lanes
    }

    private static var lanes: Int { Int(TRELLIS_LANES) }

    private static func groups(_ outputs: Int) -> Int { (outputs + lanes - 1) / lanes }

    private func withCodes(_ range: Range<Int>, _ body: (inout trellis_codes) -> Void) {
        let count = rows.blocks.count
        places.withUnsafeBufferPointer { places in
            guard let start = places.baseAddress else { return }
            var codes = trellis_codes(
                places: start + range.lowerBound * count, rows: RowPanels.padded(range.count), blocks: count,
                table_rows: tableRows)
            body(&codes)
        }
    }
}
