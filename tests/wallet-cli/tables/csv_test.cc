#include "wallet-cli/tables/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "wallet-cli/tables/columns.h"
#include "wallet-cli/tables/csv_writer.h"

namespace enishi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Read {
  std::vector<CsvRow> rows;
  std::vector<LineProblem> problems;
};

Read ReadAll(std::string_view text, CsvLimits limits = {}) {
  CsvReader reader(text, limits);
  Read read;
  while (auto row = reader.Next()) {
    if (*row) {
      read.rows.push_back(**std::move(row));
    } else {
      read.problems.push_back(row->error());
    }
  }
  return read;
}

std::vector<size_t> Lines(const std::vector<LineProblem>& problems) {
  std::vector<size_t> lines;
  for (const LineProblem& problem : problems) lines.push_back(problem.line);
  return lines;
}

CsvRow Row(size_t line, std::vector<std::string> cells) { return {line, std::move(cells)}; }

TEST(CsvReader, TellsRowsWithTheirLines) {
  const Read read = ReadAll("a,b\r\n1,2\n3,4\r5,6");
  EXPECT_THAT(read.rows, ElementsAre(Row(1, {"a", "b"}), Row(2, {"1", "2"}), Row(3, {"3", "4"}),
                                     Row(4, {"5", "6"})));
  EXPECT_THAT(read.problems, IsEmpty());
}

TEST(CsvReader, CountsLineBreaksInsideCells) {
  const Read read = ReadAll("\"one\r\ntwo\nthree\",x\r\nnext,y\r\n");
  EXPECT_THAT(read.rows, ElementsAre(Row(1, {"one\r\ntwo\nthree", "x"}), Row(4, {"next", "y"})));
}

TEST(CsvReader, UnfoldsDoubledQuotesAndKeepsQuotesInPlainCells) {
  const Read read = ReadAll("\"say \"\"hi\"\"\",6\" pipe,\"\"\n");
  EXPECT_THAT(read.rows, ElementsAre(Row(1, {"say \"hi\"", "6\" pipe", ""})));
}

TEST(CsvReader, PassesOverEmptyLinesAndKeepsEmptyCells) {
  const Read read = ReadAll("\n\r\na,,\r\n\n,\n");
  EXPECT_THAT(read.rows, ElementsAre(Row(3, {"a", "", ""}), Row(5, {"", ""})));
}

TEST(CsvReader, LosesOneRowToAQuoteThatIsNeverClosed) {
  const Read read = ReadAll("a,b\n1,\"open\n3,4\n5,\"six\"\n7,8\n");
  EXPECT_THAT(Lines(read.problems), ElementsAre(2));
  EXPECT_THAT(read.rows, ElementsAre(Row(1, {"a", "b"}), Row(3, {"3", "4"}), Row(4, {"5", "six"}),
                                     Row(5, {"7", "8"})));
}

TEST(CsvReader, ReportsTextBehindAClosingQuote) {
  const Read read = ReadAll("\"a\"b,c\nd,e\n");
  EXPECT_THAT(Lines(read.problems), ElementsAre(1));
  EXPECT_THAT(read.rows, ElementsAre(Row(2, {"d", "e"})));
}

TEST(CsvReader, HoldsItsLimits) {
  const CsvLimits limits{8, 3};
  EXPECT_THAT(ReadAll("1,2,3\n", limits).problems, IsEmpty());
  EXPECT_THAT(Lines(ReadAll("1,2,3,4\n5\n", limits).problems), ElementsAre(1));
  EXPECT_THAT(ReadAll("12345678\n", limits).problems, IsEmpty());
  EXPECT_THAT(Lines(ReadAll("123456789\n1\n", limits).problems), ElementsAre(1));
  EXPECT_THAT(Lines(ReadAll("\"23456789\"\n1\n", limits).problems), ElementsAre(1));
}

// Half of the characters are those that mean something to the reader.
std::string RandomText(std::mt19937_64& random, size_t size) {
  constexpr std::string_view kSpecial = "\",\r\n=+-@\t '";
  std::string text;
  for (size_t i = 0; i < size; ++i) {
    const bool special = random() % 2 == 0;
    text.push_back(special ? kSpecial[random() % kSpecial.size()]
                           : static_cast<char>(random() % 256));
  }
  return text;
}

TEST(CsvReader, TakesAnyBytesAndNeverLosesALine) {
  std::mt19937_64 random(20260509);
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = RandomText(random, random() % 60);
    const Read read = ReadAll(text, {40, 6});
    size_t line = 0;
    size_t at = 0;
    CsvReader reader(text, {40, 6});
    while (const auto row = reader.Next()) {
      const size_t begins = *row ? (*row)->line : row->error().line;
      ASSERT_GT(begins, line) << "rows come in the order of their lines";
      line = begins;
      ++at;
    }
    ASSERT_EQ(at, read.rows.size() + read.problems.size());
  }
}

TEST(CsvReader, ManyUnclosedQuotesCostTheirLinesAlone) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "x\",\"\n";
  const Read read = ReadAll(text + "good,row\n");
  EXPECT_EQ(read.problems.size(), 1000U);
  EXPECT_THAT(read.rows, ElementsAre(Row(1001, {"good", "row"})));
}

TEST(CsvWriter, RowsReadBackAsTheyWereWritten) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 5'000; ++round) {
    CsvWriter writer;
    std::vector<std::vector<std::string>> table(1 + random() % 4);
    for (auto& cells : table) {
      cells.resize(1 + random() % 5);
      for (std::string& cell : cells) {
        cell = RandomText(random, random() % 12);
        writer.Text(cell);
        if (LooksLikeFormula(cell)) cell.insert(0, "'");
      }
      writer.EndRow();
    }
    ASSERT_TRUE(writer.text().starts_with("\xEF\xBB\xBF"));
    const Read read = ReadAll(std::string_view(writer.text()).substr(3));
    ASSERT_THAT(read.problems, IsEmpty());
    std::vector<std::vector<std::string>> back;
    for (const CsvRow& row : read.rows) back.push_back(row.cells);
    ASSERT_EQ(back, table);
  }
}

TEST(CsvWriter, DisarmsFormulasInTextAndLeavesNumbers) {
  CsvWriter writer;
  writer.Text("=1+1").Text("+81").Text("-x").Text("@a").Text("\tb").Text("a=b").Number(-5);
  writer.Text("＝SUM(A1)").Text("＋1").Text("－1").Text("＠x").EndRow();
  EXPECT_EQ(writer.text(),
            "\xEF\xBB\xBF'=1+1,'+81,'-x,'@a,'\tb,a=b,-5,'＝SUM(A1),'＋1,'－1,'＠x\r\n");
}

TEST(Columns, AreFoundByAnyOfTheirNamesInAnyOrder) {
  const std::vector<ColumnName> known = {{"price", {"料金(基本)"}, true}, {"date", {"開始日"}}};
  const auto columns = Columns::Find(Row(1, {"x", " 開始日 ", "料金（基本）"}), known);
  ASSERT_TRUE(columns);
  const CsvRow row = Row(2, {"?", " 2026-05-01　", "\t500 "});
  EXPECT_EQ(columns->Cell(row, "date"), "2026-05-01");
  EXPECT_EQ(columns->Cell(row, "price"), "500");
  EXPECT_EQ(columns->Cell(row, "x"), "");
  EXPECT_EQ(columns->Cell(Row(3, {"only"}), "price"), "");
  EXPECT_TRUE(Columns::Find(Row(1, {"PRICE"}), known));
}

TEST(Columns, ReportARequiredOneThatIsMissing) {
  const auto columns = Columns::Find(Row(1, {"a", "b"}), {{"a", {}, true}, {"c", {}, true}});
  ASSERT_FALSE(columns);
  EXPECT_EQ(columns.error(), (LineProblem{1, "no column c"}));
}

TEST(Columns, TextBeyondTheHeaderMeansThatCellsHaveSlipped) {
  const auto columns = Columns::Find(Row(1, {"a", "b"}), {{"a", {}}});
  ASSERT_TRUE(columns);
  EXPECT_FALSE(columns->Overflows(Row(2, {"1", "2", "", " "})));
  EXPECT_TRUE(columns->Overflows(Row(2, {"1", "2", "", "3"})));
}

TEST(Columns, WidthIsNarrowedForAsciiOnly) {
  EXPECT_EQ(NarrowWidth("１１：００～（ａＺ）カ"), "11:00~(aZ)カ");
  EXPECT_EQ(NarrowWidth("\xEF"), "\xEF");
}

}  // namespace
}  // namespace enishi
