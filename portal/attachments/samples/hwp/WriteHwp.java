import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import kr.dogfoot.hwplib.object.HWPFile;
import kr.dogfoot.hwplib.object.bodytext.Section;
import kr.dogfoot.hwplib.object.bodytext.control.ControlTable;
import kr.dogfoot.hwplib.object.bodytext.control.ControlType;
import kr.dogfoot.hwplib.object.bodytext.control.ctrlheader.CtrlHeaderGso;
import kr.dogfoot.hwplib.object.bodytext.control.ctrlheader.gso.HeightCriterion;
import kr.dogfoot.hwplib.object.bodytext.control.ctrlheader.gso.HorzRelTo;
import kr.dogfoot.hwplib.object.bodytext.control.ctrlheader.gso.ObjectNumberSort;
import kr.dogfoot.hwplib.object.bodytext.control.ctrlheader.gso.TextFlowMethod;
import kr.dogfoot.hwplib.object.bodytext.control.ctrlheader.gso.VertRelTo;
import kr.dogfoot.hwplib.object.bodytext.control.ctrlheader.gso.WidthCriterion;
import kr.dogfoot.hwplib.object.bodytext.control.table.Cell;
import kr.dogfoot.hwplib.object.bodytext.control.table.DivideAtPageBoundary;
import kr.dogfoot.hwplib.object.bodytext.control.table.ListHeaderForCell;
import kr.dogfoot.hwplib.object.bodytext.control.table.Row;
import kr.dogfoot.hwplib.object.bodytext.control.table.Table;
import kr.dogfoot.hwplib.object.bodytext.paragraph.Paragraph;
import kr.dogfoot.hwplib.object.bodytext.paragraph.header.ParaHeader;
import kr.dogfoot.hwplib.object.bodytext.paragraph.lineseg.LineSegItem;
import kr.dogfoot.hwplib.object.docinfo.BorderFill;
import kr.dogfoot.hwplib.object.docinfo.borderfill.BorderThickness;
import kr.dogfoot.hwplib.object.docinfo.borderfill.BorderType;
import kr.dogfoot.hwplib.object.docinfo.borderfill.EachBorder;
import kr.dogfoot.hwplib.tool.blankfilemaker.BlankFileMaker;
import kr.dogfoot.hwplib.writer.HWPWriter;

/**
 * An HWP 5 document from standard input, a block per line: "P", a tab and a paragraph, or "R" and the cells of a table
 * row, each after a tab. Rows that follow one another are one table.
 *
 * Run by make_attachments: java -cp hwplib.jar WriteHwp.java OUT < blocks
 */
public class WriteHwp {
    // HWP counts in 1/7200 inch.
    private static final double UNIT = 7200 / 25.4;
    private static final long TEXT_WIDTH = Math.round(150 * UNIT);
    private static final long ROW_HEIGHT = Math.round(8 * UNIT);
    private static final int LETTER = 1000;

    private final HWPFile file = BlankFileMaker.make();
    private final Section section = file.getBodyText().getSectionList().get(0);
    // The blank file's only paragraph holds how the page is set up; it takes the first text.
    private Paragraph last = section.getParagraph(0);
    private boolean begun = false;

    public static void main(String[] arguments) throws Exception {
        WriteHwp document = new WriteHwp();
        List<String[]> rows = new ArrayList<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split("\t", -1);
            String[] said = java.util.Arrays.copyOfRange(words, 1, words.length);
            if (words[0].equals("R")) {
                rows.add(said);
                continue;
            }
            document.endTable(rows);
            document.paragraph(said[0]);
        }
        document.endTable(rows);
        document.last.getHeader().setLastInList(true);
        HWPWriter.toFile(document.file, arguments[0]);
    }

    private void paragraph(String text) throws Exception {
        Paragraph next = nextParagraph();
        if (next.getText() == null) {
            next.createText();
        }
        next.getText().addString(text);
    }

    private void endTable(List<String[]> rows) throws Exception {
        if (!rows.isEmpty()) {
            table(rows);
            rows.clear();
        }
    }

    private Paragraph nextParagraph() {
        if (begun) {
            last.getHeader().setLastInList(false);
            last = section.addNewParagraph();
            plain(last, TEXT_WIDTH);
        }
        begun = true;
        return last;
    }

    private void table(List<String[]> rows) throws Exception {
        Paragraph holder = nextParagraph();
        if (holder.getText() == null) {
            holder.createText();
        }
        holder.getText().addExtendCharForTable();
        ControlTable control = (ControlTable) holder.addNewControl(ControlType.Table);
        int columns = rows.get(0).length;
        place(control.getHeader(), rows.size());
        int border = border();
        Table table = control.getTable();
        table.getProperty().setDivideAtPageBoundary(DivideAtPageBoundary.DivideByCell);
        table.setRowCount(rows.size());
        table.setColumnCount(columns);
        table.setBorderFillId(border);
        for (int number = 0; number < rows.size(); number++) {
            table.getCellCountOfRowList().add(columns);
            Row row = control.addNewRow();
            for (int column = 0; column < columns; column++) {
                cell(row.addNewCell(), number, column, TEXT_WIDTH / columns, border, rows.get(number)[column]);
            }
        }
    }

    private static void place(CtrlHeaderGso header, int rows) {
        header.getProperty().setLikeWord(true);
        header.getProperty().setVertRelTo(VertRelTo.Para);
        header.getProperty().setHorzRelTo(HorzRelTo.Para);
        header.getProperty().setWidthCriterion(WidthCriterion.Absolute);
        header.getProperty().setHeightCriterion(HeightCriterion.Absolute);
        header.getProperty().setTextFlowMethod(TextFlowMethod.FitWithText);
        header.getProperty().setObjectNumberSort(ObjectNumberSort.Table);
        header.setWidth(TEXT_WIDTH);
        header.setHeight(rows * ROW_HEIGHT);
    }

    private static void cell(Cell cell, int row, int column, long width, int border, String text) throws Exception {
        ListHeaderForCell header = cell.getListHeader();
        header.setParaCount(1);
        header.setRowIndex(row);
        header.setColIndex(column);
        header.setRowSpan(1);
        header.setColSpan(1);
        header.setWidth(width);
        header.setTextWidth(width);
        header.setHeight(ROW_HEIGHT);
        header.setBorderFillId(border);
        Paragraph inside = cell.getParagraphList().addNewParagraph();
        plain(inside, width);
        inside.getHeader().setLastInList(true);
        inside.createText();
        inside.getText().addString(text);
    }

    private static void plain(Paragraph paragraph, long width) {
        ParaHeader header = paragraph.getHeader();
        header.setParaShapeId(1);
        header.setStyleId((short) 1);
        header.setCharShapeCount(1);
        header.setLineAlignCount(1);
        paragraph.createCharShape();
        paragraph.getCharShape().addParaCharShape(0, 1);
        paragraph.createLineSeg();
        LineSegItem line = paragraph.getLineSeg().addNewLineSegItem();
        line.setLineHeight(LETTER);
        line.setTextPartHeight(LETTER);
        line.setDistanceBaseLineToLineVerticalPosition(LETTER * 85 / 100);
        line.setLineSpace(LETTER * 6 / 10);
        line.setSegmentWidth((int) width);
        line.getTag().setFirstSegmentAtLine(true);
        line.getTag().setLastSegmentAtLine(true);
    }

    private int border() {
        BorderFill border = file.getDocInfo().addNewBorderFill();
        EachBorder[] sides = {
            border.getLeftBorder(), border.getRightBorder(), border.getTopBorder(), border.getBottomBorder(),
        };
        for (EachBorder side : sides) {
            side.setType(BorderType.Solid);
            side.setThickness(BorderThickness.MM0_12);
        }
        border.getDiagonalBorder().setType(BorderType.None);
        border.getDiagonalBorder().setThickness(BorderThickness.MM0_12);
        return file.getDocInfo().getBorderFillList().size();
    }
}
