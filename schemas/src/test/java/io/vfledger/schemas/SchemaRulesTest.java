package io.vfledger.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaRulesTest {
    @ParameterizedTest
    @EnumSource(Topic.class)
    void holdForEveryRecordOfTheTopic(Topic topic) {
        assertThat(TopicCatalogue.schemas(topic)).isNotEmpty();
        assertThat(TopicCatalogue.schemas(topic))
                .allSatisfy(schema -> assertThat(SchemaRules.broken(schema))
                        .as(schema.getName())
                        .isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'f','type':'int','default':0}                                | A.f has no doc",
                "{'name':'f','type':'int','doc':'d'}                                  | A.f has no default",
                "{'name':'fG','type':'int','doc':'d','default':0}                     | A.fG is not snake_case",
                "{'name':'f','type':['null','int','string'],'doc':'d','default':null} | is not [null, X]",
                "{'name':'f','type':['int','null'],'doc':'d','default':0}             | is not [null, X]",
                "{'name':'f','type':{'type':'fixed','name':'F','size':1},'doc':'d','default':'a'} | F is a fixed",
                "{'name':'f','type':{'type':'enum','name':'E','doc':'d','symbols':['X']},'doc':'d','default':'X'}"
                        + " | E does not have UNKNOWN",
            })
    void findWhatIsWrong(String field, String problem) {
        Schema schema = SchemaParser.parseSingle(
                ("{'type':'record','name':'A','doc':'d','fields':[" + field + "]}").replace('\'', '"'));

        assertThat(SchemaRules.broken(schema)).singleElement().asString().contains(problem);
    }

    @Test
    void wantADocOfTheRecordItself() {
        assertThat(SchemaRules.broken(SchemaParser.parseSingle("{\"type\":\"record\",\"name\":\"A\",\"fields\":[]}")))
                .containsExactly("A has no doc");
    }
}
