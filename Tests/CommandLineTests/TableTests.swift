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

    /// Names in backticks may contain equals signs, and backticks that are doubled.
    @Test func computesColumnsWithAnyName() throws {
        let (run, _) = try run([
            "--with", "`a=b` = fare + 1", "--with", "`back``tick`=`a=b` * 2", "--select", "a=b,back`tick",
            "--head", "1",
        ])
        #expect(run.output == "a=b  back`tick\n 11         22\n")
        #expect(run.errors == "" && run.status == 0)
    }

    @Test func countsValuesAndDescribes() throws {
        let counts = try run(["--value-counts", "payment"]).run
        #expect(
            counts.output == "payment     count\ncard            2\ncash            2\npay, later      1\n")
        let description = try run(["--describe"]).run
        #expect(
            description.output == """
                column  count  mean     std  min  25%  50%   75%  max
                fare        5  10.3  8.8713   -3    8   10  16.5   20
                tip         4     1  1.1547    0    0    1     2    2

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
        (["--with", "`` = fare"], "--with: found '`` = fare', expected a name before '='"),
        (
            ["--with", "`total = fare"],
            "--with: found '`total = fare', expected a name and an expression, such as 'total = fare + tip'"
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
        (["--workers", "0"], "--workers: found 0, expected a whole number from 1 to 4096"),
        (
            ["--scheduler", "dusk"],
            "--scheduler: there is no scheduler 'dusk'; valid names are serial, threads, local-cluster, "
                + "tcp://HOST:PORT, tls://HOST:PORT"
        ),
        (
            ["--quantile", "fare"],
            "--quantile: found 'fare', expected a column and probabilities, such as fare=0.25,0.75"
        ),
        (
            ["--quantile", "fare=0.5,2"],
            "--quantile: found 'fare=0.5,2', expected a column and probabilities, such as fare=0.25,0.75"
        ),
        (
            ["--median", "payment"],
            "the median of 'payment', which is a text, is not defined; expected numbers or dates"
        ),
        (["--on", "fare"], "--join is missing: name the file of the table that --on and --how apply to"),
        (
            ["--join", "datasets/iris.csv"],
            "--on is missing: name the columns by which --join finds rows"
        ),
        (
            ["--join", "datasets/iris.csv", "--on", "species", "--how", "outer"],
            "--how: found 'outer', expected inner or left"
        ),
        (
            ["--join", "datasets/iris.csv", "--on", "fare"],
            "--on: the right table has no column 'fare'; valid names are sepal_length_cm, "
                + "sepal_width_cm, petal_length_cm, petal_width_cm, species"
        ),
        (["--join", "none.csv", "--on", "fare"], "none.csv: there is no such file"),
        (
            ["--spill", "/none/such"],
            "--spill: /none/such: this cannot be the spill folder: No such file or directory"
        ),
        (["--memory", "0"], "--memory: found '0', expected a size such as 512M or 2G, at least 1M"),
        (["--memory", "1KB"], "--memory: found '1KB', expected a size such as 512M or 2G, at least 1M"),
        (["--memory", "10EB"], "--memory: found '10EB', expected a size such as 512M or 2G, at least 1M"),
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

    /// Integers that a double does not hold are texts; the others are written as integers in all outputs.
    @Test func integersKeepTheirDigits() throws {
        let folder = try TemporaryFolder()
        let data = try folder.write(
            "id,n\n9007199254740992,2147483648\n9007199254740993,3000000001\n9007199254740993,\n", to: "t.csv"
        )
        let (csv, json) = (folder["out.csv"], folder["out.json"])
        let arguments = ["table", data, "--group-by", "id", "--count", "--sum", "n"]
        let shown = try Trellis.run(arguments)
        #expect(
            shown.output == """
                id                count       sum_n
                9007199254740992      1  2147483648
                9007199254740993      2  3000000001

                """)
        #expect(shown.errors == "" && shown.status == 0)
        #expect(try Trellis.run(arguments + ["--output", csv, "--json", json]).status == 0)
        #expect(
            try folder.text("out.csv")
                == "id,count,sum_n\n9007199254740992,1,2147483648\n9007199254740993,2,3000000001\n")
        let document = try folder.text("out.json").filter { !$0.isWhitespace }
        #expect(
            document.contains("[\"9007199254740992\",1,2147483648],[\"9007199254740993\",2,3000000001]"))
        let rows = try Trellis.run([
            "table", data, "--select", "n", "--sort=-n", "--output", folder["rows.csv"],
        ])
        #expect(rows.errors == "" && rows.status == 0)
        #expect(try folder.text("rows.csv") == "n\n3000000001\n2147483648\n\n")
        let rounded = try Trellis.run(["table", data, "--type", "id=number", "--distinct", "id"])
        #expect(rounded.output == "distinct_id\n          1\n" && rounded.status == 0)
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

    @Test func joinsAndComputesQuantiles() throws {
        let folder = try TemporaryFolder()
        let data = try folder.write(Self.trips, to: "trips.csv")
        let fees = try folder.write("payment,fee\ncard,1\ncash,2\n", to: "fees.csv")
        let run = try Trellis.run([
            "table", data, "--join", fees, "--on", "payment", "--how", "left", "--with", "paid = fare + fee",
            "--select", "payment,fee,paid", "--type", "fee=number",
        ])
        #expect(
            run.output == """
                payment     fee  paid
                card          1    11
                pay, later
                card          1     9
                cash          2    -1
                cash          2  18.5

                """)
        #expect(run.errors == "" && run.status == 0)
        let quantiles = try Trellis.run([
            "table", data, "--join", fees, "--on", "payment", "--group-by", "fee", "--median", "fare",
            "--quantile",
            "fare=0.1,0.99", "--approximate-distinct", "pickup",
        ])
        #expect(
            quantiles.output == """
                fee  approximate_distinct_pickup  median_fare  q10_fare  q99_fare
                  1                            2            9       8.2      9.98
                  2                            2         6.75     -1.05    16.305

                """)
        #expect(quantiles.errors == "" && quantiles.status == 0)
    }

    /// A table of about 4 MB, whose rows are in no order.
    private static func longTable() -> String {
        "a,b,c\n"
            + (0..<150_000).map { "\($0 * 7919 % 150_001),row \($0),\(Double($0 % 1000) / 8)\n" }.joined()
    }

    @Test func approximationsAreNoted() throws {
        let folder = try TemporaryFolder()
        let data = try folder.write(Self.longTable(), to: "t.csv")
        let run = try Trellis.run([
            "table", data, "--median", "a", "--quantile", "c=0.5", "--approximate-distinct", "b,c", "--json",
            folder["out.json"],
        ])
        let notes = run.errors.split(separator: "\n")
        #expect(notes.count == 2 && run.output == "" && run.status == 0)
        #expect(
            notes[0]
                == "note: approximate_distinct_b is approximate in 1 of 1 rows: the standard error is 0.81 %")
        #expect(
            notes[1].hasPrefix("note: median_a is approximate in 1 of 1 rows: ranks are off by at most 0."))
        struct Document: Decodable {
            struct Approximation: Decodable {
                let column: String
                let rows: Int
                let error: Double
                let measure: String
            }

            let rows: [[Double]]
            let approximate: [Approximation]
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(try folder.text("out.json").utf8))
        #expect(document.approximate.map(\.column) == ["approximate_distinct_b", "median_a"])
        #expect(document.approximate.map(\.measure) == ["standardError", "rank"])
        #expect(document.approximate.allSatisfy { $0.rows == 1 && $0.error < 0.01 })
        // The values of a are 0, 1, …; those of c are the eighths below 125.
        let row = document.rows[0]
        #expect(abs(row[0] / 150_000 - 1) < 0.04 && row[1] == 1000)
        #expect(abs(row[2] - 75_000) < 150_000 * document.approximate[1].error)
        #expect(row[3] == 62.4375)
    }

    @Test func sortsInLittleMemory() throws {
        let folder = try TemporaryFolder()
        let data = try folder.write(Self.longTable(), to: "t.csv")
        let spill = try TemporaryFolder()
        let run = try Trellis.run([
            "table", data, "--sort=c,-a", "--memory", "1MB", "--spill", spill.directory, "--output",
            folder["out.csv"],
        ])
        #expect(run.output == "" && run.errors == "" && run.status == 0)
        #expect(try spill.names == [])
        let whole = try Trellis.run(["table", data, "--sort=c,-a", "--output", folder["whole.csv"]])
        #expect(whole.status == 0)
        #expect(try folder.text("out.csv") == folder.text("whole.csv"))
        #expect(try folder.text("out.csv").hasPrefix("a,b,c\n149470,row "))
    }

    @Test func aFullDiskIsAnError() throws {
        let folder = try TemporaryFolder()
        let data = try folder.write(Self.longTable(), to: "t.csv")
        let spill = try TemporaryFolder()
        let run = try Trellis.run(
            [
                "table", data, "--sort=c,-a", "--memory", "1M", "--spill", spill.directory, "--output",
                folder["out.csv"],
            ], fileBytes: 1 << 20)
        #expect(
            run.errors
                == "error: \(spill.directory): rows cannot wait in this folder: File too large; choose another one with "
                + "--spill (in Swift, SpillFolder)\n")
        #expect(run.output == "" && run.status == 1)
        #expect(try spill.names == [] && folder.names == ["t.csv"])
    }

    @Test(
        .timeLimit(.minutes(20)),
        arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGKILL, 137)] as [(Int32, Int32)])
    func aSignalLeavesNoFile(signal: Int32, status: Int32) throws {
        let folder = try TemporaryFolder()
        let rows = Self.longTable().drop { $0 != "\n" }.dropFirst()
        let data = try folder.write("a,b,c\n" + String(repeating: String(rows), count: 10), to: "t.csv")
        let spill = try TemporaryFolder()
        let run = try Trellis.start([
            "table", data, "--sort=c,-a", "--memory", "1M", "--spill", spill.directory, "--output",
            folder["out.csv"],
        ])
        // Blocks its thread, because a suspended test may be resumed after the command has ended.
        while run.isRunning, !run.handlesInterrupts { usleep(5000) }
        usleep(100_000)
        run.interrupt(by: signal)
        let end = try run.end()
        #expect(end.status == status)
        if signal != SIGKILL {
            #expect(end.errors == "interrupted: the table was cancelled; nothing was written\n")
        }
        #expect(try spill.names == [] && folder.names == ["t.csv"])
    }
}
