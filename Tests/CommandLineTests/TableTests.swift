import Foundation
import Testing

/// `trellis table`: whole outputs, files, and errors in one line.
@Suite struct TableTests {
    private static let trips = """
        pickup,fare,tip,payment
        2024-01-01 08:30:00,10,2,card
        2024-01-01 08:59:59,20,,"pay, later"
        2024-01-01 17:00:00,8,2,card
        2024-01-02 17:05:00,-3,0,cash
        2024-01-02 23:00:00,16.5,0,cash

        """

    private func run(_ arguments: [String]) throws -> (run: TrellisRun, folder: TemporaryFolder) {
        let folder = try TemporaryFolder()
        let data = try folder.write(Self.trips, to: "trips.csv")
        return (try Trellis.run(["table", data] + arguments), folder)
    }

    @Test func summarizesGroups() throws {
        let (run, _) = try run([
            "--where", "fare > 0", "--with", "hour = hour(pickup)", "--with", "tip_fraction = tip / fare",
            "--group-by", "hour", "--count", "--mean", "tip_fraction", "--max", "fare",
        ])
        #expect(
            run.output == """
                hour  count  mean_tip_fraction  max_fare
                   8      2                0.2        20
                  17      1               0.25         8
                  23      1                  0      16.5

                """)
        #expect(run.errors == "" && run.status == 0)
    }

    @Test func printsRows() throws {
        let (run, _) = try run([
            "--select", "payment,fare", "--where", "fare > 0", "--sort", "-fare", "--head", "2",
        ])
        #expect(run.output == "payment     fare\npay, later    20\ncash        16.5\n")
        #expect(run.errors == "" && run.status == 0)
    }

    @Test func countsValuesAndDescribes() throws {
        let counts = try run(["--value-counts", "payment"]).run
        #expect(
            counts.output == "payment     count\ncard            2\ncash            2\npay, later      1\n")
        let description = try run(["--describe"]).run
        #expect(
            description.output == """
                column  count  mean     std  min  max
                fare        5  10.3  8.8713   -3   20
                tip         4     1  1.1547    0    2

                """)
    }

    @Test func writesFiles() throws {
        let folder = try TemporaryFolder()
        let data = try folder.write(Self.trips, to: "trips.csv")
        let (csv, json) = (folder["out.csv"], folder["out.json"])
        let run = try Trellis.run([
            "table", data, "--group-by", "payment", "--sum", "tip", "--first", "pickup", "--output", csv,
            "--json",
            json,
        ])
        #expect(run.output == "" && run.errors == "" && run.status == 0)
        #expect(
            (try folder.text("out.csv")) == """
                payment,sum_tip,first_pickup
                card,4,2024-01-01 08:30:00
                cash,0,2024-01-02 17:05:00
                "pay, later",0,2024-01-01 08:59:59

                """)
        struct Document: Decodable {
            let columns: [String]
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(try folder.text("out.json").utf8))
        #expect(document.columns == ["payment", "sum_tip", "first_pickup"])
    }

    @Test(arguments: [
        (
            ["--where", "fare >"],
            "--where: 'fare >', character 7: found the end, expected a column, a number, a text or a function"
        ),
        (["--where", "fares > 0"], "--where: there is no column 'fares'; did you mean 'fare'?"),
        (["--where", "fare"], "--where: 'fare' is a number; expected a condition, such as fare > 0"),
        (
            ["--with", "fare"],
            "--with: found 'fare', expected a name and an expression, such as 'total = fare + tip'"
        ),
        (["--select", "pick"], "--select: there is no column 'pick'; did you mean 'pickup'?"),
        (
            ["--group-by", "payment"],
            "a statistic is missing: add --count, --mean COLUMN or another one to --group-by"
        ),
        (
            ["--mean", "payment"],
            "the mean of 'payment', which is a text, is not defined; expected numbers or dates"
        ),
        (["--describe", "--count"], "statistics and --describe are two results; request one of them"),
        (["--count", "--sort", "fare"], "there is no column 'fare'; valid names are count"),
        (["--head", "-1"], "--head: found '-1', expected at least 0"),
        (["--workers", "0"], "--workers: found '0', expected at least 1"),
    ]) func reportsErrors(arguments: [String], message: String) throws {
        let (run, _) = try run(arguments)
        #expect(run.errors == "error: \(message)\n")
        #expect(run.output == "" && run.status == 2)
    }

    @Test func reportsInvalidCells() throws {
        let folder = try TemporaryFolder()
        let data = try folder.write("a\n1\nx\n", to: "t.csv")
        let run = try Trellis.run(["table", data, "--type", "a=number", "--sum", "a"])
        #expect(run.errors == "error: \(data):3:a: the column must contain numbers, but found 'x'\n")
        #expect(run.status == 2)
    }

    @Test func aFileOfAPatternIsNotReplaced() throws {
        let folder = try TemporaryFolder()
        let first = try folder.write("a\n1\n", to: "t-1.csv")
        _ = try folder.write("a\n2\n", to: "t-2.csv")
        let run = try Trellis.run(["table", folder["t-*.csv"], "--sum", "a", "--output", first])
        #expect(run.errors == "error: --output: '\(first)' is also the data; write to another file\n")
        #expect(run.status == 2)
        #expect(try folder.text("t-1.csv") == "a\n1\n")
        let none = try Trellis.run(["table", folder["u-*.csv"], "--sum", "a"])
        #expect(none.errors == "error: \(folder["u-*.csv"]): there is no such file\n")
        #expect(none.status == 2)
    }
}
