import Foundation
import Learning
import Testing

/// `Golden/datetime_encoder.json`, as `Tools/golden/datetime_encoder.py` writes it.
struct DatetimeEncoderGolden: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let parameters: [String: ParameterValue]
        let output: GoldenTable
        var testDescription: String { parameters.words }
    }

    let table: GoldenTable
    let cases: [Case]

    static let all: DatetimeEncoderGolden? = GoldenFile.read("datetime_encoder")
}

@Suite struct DatetimeEncoderTests {
    @Test func hasGolden() throws {
        #expect(try #require(DatetimeEncoderGolden.all).cases.count == 126)
    }

    /// The same bits, because parts are whole numbers or the seconds themselves.
    ///
    /// Sines depend on the C library.
    @Test(arguments: DatetimeEncoderGolden.all?.cases ?? [])
    func agrees(_ golden: DatetimeEncoderGolden.Case) throws {
        let data = try #require(DatetimeEncoderGolden.all)
        let x = try data.table.table()
        let model = try DatetimeEncoder().setting(golden.parameters).fit(x, to: anyTarget(x.rowCount))
        #expect(model.outputNames(for: data.table.names, step: "step") == golden.output.names)
        let found = try model.transform(x).table
        let expected = try golden.output.table()
        try #require(found.columns.count == expected.columns.count)
        for (name, (found, expected)) in zip(golden.output.names, zip(found.columns, expected.columns)) {
            let pairs = zip(try #require(found.numbers), try #require(expected.numbers))
            let tolerance = name.contains("circular") ? 1e-15 : 0
            #expect(
                pairs.allSatisfy { $0.isNaN && $1.isNaN || abs($0 - $1) <= tolerance }, "\(name)")
        }
        let read = try JSONDecoder().decode(FittedDatetimeEncoder.self, from: JSONEncoder().encode(model))
        try read.validate()
        #expect(read == model)
    }

    /// Rows with times get no hours from a model of rows without.
    @Test func partsFollowTheTrainingRows() throws {
        let days = try FeatureTable([.dates([0, 86_400, .nan])])
        let model = try DatetimeEncoder(resolution: .second, addTotalSeconds: false).fit(
            days, to: anyTarget(3))
        #expect(model.outputNames(for: ["d"], step: "step") == ["d_year", "d_month", "d_day"])
        let times = try FeatureTable([.dates([86_400 * 31 + 3_600.5])])
        #expect(try model.transform(times).matrix?.values == [1970, 2, 1])
    }

    /// The sum of a moment's parts is the moment, over all months of 1,200 years.
    @Test func partsAddUp() throws {
        let seconds = (0..<14_400).map { (Double($0) - 9_000) * 2_629_746.37 }
        let x = try FeatureTable([.dates(seconds)])
        let model = try DatetimeEncoder(resolution: .microsecond, addTotalSeconds: false, addDayOfYear: true)
            .fit(x, to: anyTarget(seconds.count))
        let parts = try #require(try model.transform(x).matrix)
        for row in 0..<parts.rows {
            let part = parts[row: row]
            let year = Int(part[0]) - 1
            let leapDays = year / 4 - year / 100 + year / 400
            let days = Double(year * 365 + leapDays - 719_162) + part[7] - 1
            let whole = days * 86_400 + part[3] * 3600 + part[4] * 60 + part[5]
            #expect(abs(whole + part[6] / 1e6 - seconds[row]) <= 1e-5)
        }
    }

    @Test func refusesDatesOutOfRange() throws {
        let x = try FeatureTable([.dates([0, 1e300])])
        let model = try DatetimeEncoder().fit(x, to: anyTarget(2))
        #expect(throws: LearningError.overflow(step: "datetime-encoder", row: 1, rows: 2)) {
            try model.transform(x)
        }
    }

    @Test func refusesOtherKindsAndNoParts() throws {
        #expect(throws: LearningError.columnKind(column: 1, found: .number, expected: .date)) {
            try DatetimeEncoder().fit(FeatureTable([.dates([1]), .numbers([1])]), to: anyTarget(1))
        }
        #expect(throws: LearningError.self) {
            try DatetimeEncoder(resolution: nil, addTotalSeconds: false)
                .fit(FeatureTable([.dates([1])]), to: anyTarget(1))
        }
    }
}
