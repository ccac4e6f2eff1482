import Foundation
import Testing

/// The output of `compare` for a search in several configurations.
@Suite struct CompareTests {
    private struct Document: Decodable {
        struct Way: Decodable {
            let scheduler: String
            let workers: Int
            let merging: Bool
            let sharing: Bool
            let medianSeconds: Double
            let seconds: [Double]
            let speedUp: Double
            let efficiency: Double?
            let tasks: Int
            let identical: Bool
            let difference: Double
        }
        let trellis: String
        let repeats: Int
        let identical: Bool
        let ways: [Way]
    }

    @Test func configurationsAgree() throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run([
            "compare", "datasets/iris.csv", "--target", "species", "--pipeline", "pca | svc", "--cv", "2",
            "--grid", "pca.n_components=1,2", "--grid", "svc.C=1,10", "--schedulers", "serial,threads:2",
            "--repeat", "2", "--json", folder["out.json"], "--report", folder["page.html"],
        ])
        #expect(run.status == 0)
        #expect(run.errors == "")
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(
            lines[0]
                == "configuration                 median seconds  speed-up  efficiency  tasks  scores")
        #expect(lines[1].contains(/^serial, no merging +\d+\.\d+ +1\.00× +82  identical$/))
        #expect(lines[2].contains(/^serial, merged only +\d+\.\d+ +\d+\.\d\d× +42  identical$/))
        #expect(lines[3].contains(/^serial, merged and shared +\d+\.\d+ +\d+\.\d\d× +100 % +61  identical$/))
        #expect(
            lines[4].contains(/^threads:2, merged and shared +\d+\.\d+ +\d+\.\d\d× +\d+ % +61  identical$/))
        #expect(lines[5] == "all scores are identical, bit for bit; 2 runs of each configuration")
        #expect(lines.count == 6)

        let page = try folder.text("page.html")
        #expect(page.contains("<title>Speed-up by workers</title>") && page.contains(">ideal<"))
        #expect(
            page.contains("threads:2, merged and shared") && page.contains("--schedulers serial,threads:2"))

        let document = try JSONDecoder().decode(Document.self, from: Data(folder.text("out.json").utf8))
        #expect(document.repeats == 2)
        #expect(document.identical)
        #expect(document.ways.map(\.scheduler) == ["serial", "serial", "serial", "threads"])
        #expect(document.ways.map(\.workers) == [1, 1, 1, 2])
        #expect(document.ways.map(\.merging) == [false, true, true, true])
        #expect(document.ways.map(\.sharing) == [false, false, true, true])
        #expect(document.ways.map(\.tasks) == [82, 42, 61, 61])
        for way in document.ways {
            #expect(way.identical)
            #expect(way.seconds.count == 2)
            #expect(way.medianSeconds == way.seconds.reduce(0, +) / 2)
            #expect(way.speedUp == document.ways[0].medianSeconds / way.medianSeconds)
            let efficiency = document.ways[2].medianSeconds / way.medianSeconds / Double(way.workers)
            #expect(way.efficiency == (way.sharing ? efficiency : nil))
            #expect(way.difference == 0)
        }
    }
}
